// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.history.Filter;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.store.past.MergedMinute;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.Sum;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/// A part of the history as bytes: a frame for each minute and source zone, each behind its length,
/// in the format that agents send.
final class HistoryFrames {
  private static final FrameLimits LIMITS =
      new FrameLimits(100_000, 1_000_000, Long.MAX_VALUE, 0, 0);
  private static final SnapshotDecoder DECODER = new SnapshotDecoder(LIMITS);

  private HistoryFrames() {}

  /// What `past` knows.
  ///
  /// @param whole as if all were of the first minute
  static byte[] of(Past past, Minutes minutes, Filter filter, boolean whole) throws StoreException {
    SortedMap<Long, Map<ZoneSubject, Sum>> sums = new TreeMap<>();
    past.read(
        minutes,
        filter,
        minute ->
            adding(sums.computeIfAbsent(whole ? minutes.first() : minute, _ -> new HashMap<>())));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sums.forEach((minute, subjects) -> write(minute, subjects, bytes));
    return bytes.toByteArray();
  }

  private static Visitor adding(Map<ZoneSubject, Sum> sums) {
    return new Visitor() {
      @Override
      public void durations(ZoneSubject subject, Slice slice, LatencyHistogram durations) {
        sums.computeIfAbsent(subject, _ -> new Sum()).add(slice, durations);
      }

      @Override
      public void counts(ZoneSubject subject, Counts counts) {
        sums.computeIfAbsent(subject, _ -> new Sum()).add(counts);
      }
    };
  }

  private static void write(long minute, Map<ZoneSubject, Sum> sums, ByteArrayOutputStream bytes) {
    for (IntervalSnapshot snapshot : MergedMinute.snapshots(minute, sums)) {
      try {
        SnapshotEncoder.encode(snapshot).writeDelimitedTo(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // memory is always there to be written to
      }
    }
  }

  /// Tells visitors what is in `bytes`, and returns of how many minutes that was.
  ///
  /// @throws IOException if they are not what [#of] makes; some of it may have been told then
  static int read(byte[] bytes, Minutes asked, LongFunction<Visitor> visitors) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    SortedMap<Long, Boolean> minutes = new TreeMap<>();
    try {
      for (SnapshotFrame frame = SnapshotFrame.parseDelimitedFrom(in);
          frame != null;
          frame = SnapshotFrame.parseDelimitedFrom(in)) {
        IntervalSnapshot snapshot = DECODER.decode(frame);
        long minute = MergedMinute.of(snapshot);
        if (minute < asked.first() || minute > asked.last()) {
          throw new IOException("a minute that nobody asked for");
        }
        minutes.put(minute, true);
        tell(snapshot, visitors.apply(minute));
      }
    } catch (InvalidFrameException e) {
      throw new IOException(e);
    }
    return minutes.size();
  }

  private static void tell(IntervalSnapshot snapshot, Visitor visitor) {
    for (SubjectInterval interval : snapshot.subjects()) {
      ZoneSubject subject = new ZoneSubject(snapshot.source().zone(), interval.subject());
      visitor.counts(subject, interval.counts());
      interval
          .series()
          .forEach((slice, series) -> visitor.durations(subject, slice, series.histogram()));
    }
  }
}
