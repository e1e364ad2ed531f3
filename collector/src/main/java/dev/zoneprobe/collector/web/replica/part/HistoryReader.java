// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.part;

import com.google.protobuf.BytesValue;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.store.past.MergedMinute;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.function.LongFunction;

/// Reads what a [HistoryWriter] of another collector wrote.
public final class HistoryReader {
  private static final FrameLimits LIMITS =
      new FrameLimits(100_000, 1_000_000, Long.MAX_VALUE, 0, 0);
  private static final SnapshotDecoder DECODER = new SnapshotDecoder(LIMITS);

  private HistoryReader() {}

  /// Tells visitors what is in `bytes`, and returns of which minutes it is, counted from the first.
  ///
  /// All of it is decoded before any of it is told, and once more then: the bytes take a fraction
  /// of the memory that all histograms would.
  ///
  /// @throws IOException if it is not what a writer makes; nothing is told then
  public static BitSet read(byte[] bytes, Minutes asked, LongFunction<Visitor> visitors)
      throws IOException {
    BitSet _ = tell(bytes, asked, _ -> Nobody.INSTANCE);
    return tell(bytes, asked, visitors);
  }

  private static BitSet tell(byte[] bytes, Minutes asked, LongFunction<Visitor> visitors)
      throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    BitSet minutes = minutes(in, asked);
    try {
      for (SnapshotFrame frame = SnapshotFrame.parseDelimitedFrom(in);
          frame != null;
          frame = SnapshotFrame.parseDelimitedFrom(in)) {
        IntervalSnapshot snapshot = DECODER.decode(frame);
        long minute = MergedMinute.of(snapshot);
        if (minute < asked.first() || minute > asked.last()) {
          throw new IOException("a minute that nobody asked for");
        }
        tell(snapshot, visitors.apply(minute));
      }
    } catch (InvalidFrameException e) {
      throw new IOException(e);
    }
    return minutes;
  }

  private static BitSet minutes(InputStream in, Minutes asked) throws IOException {
    BytesValue bits = BytesValue.parseDelimitedFrom(in);
    if (bits == null) {
      throw new IOException("an empty answer");
    }
    BitSet minutes = BitSet.valueOf(bits.getValue().asReadOnlyByteBuffer());
    if (minutes.length() > asked.count()) {
      throw new IOException("more minutes than anybody asked for");
    }
    return minutes;
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

  /// Whoever only wants to know whether it can be read.
  private enum Nobody implements Visitor {
    INSTANCE;

    @Override
    public void durations(ZoneSubject subject, Slice slice, LatencyHistogram durations) {}

    @Override
    public void counts(ZoneSubject subject, Counts counts) {}
  }
}
