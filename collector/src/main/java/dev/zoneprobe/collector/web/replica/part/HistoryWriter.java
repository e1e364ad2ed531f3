// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.part;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
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
import dev.zoneprobe.wire.SnapshotEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Writes a part of the history while it is read, so that the sums of one step are in memory at a
/// time, and the bytes once. Not thread-safe.
///
/// First comes the set of minutes of which anything is known, a bit each; then a frame for each
/// step and source zone, in the format that agents send. Each is behind its length.
public final class HistoryWriter {
  private final HistoryQuery query;
  private final int mostBytes;
  private final ByteString.Output frames = ByteString.newOutput();
  private Map<ZoneSubject, Sum> sums = new HashMap<>();
  private long step;

  private HistoryWriter(HistoryQuery query, int mostBytes) {
    this.query = query;
    this.mostBytes = mostBytes;
    step = query.minutes().first();
  }

  /// What `past` answers to `query`.
  ///
  /// @throws IllegalArgumentException if that is longer than `mostBytes`
  public static ByteString answer(Past past, HistoryQuery query, int mostBytes)
      throws StoreException {
    HistoryWriter writer = new HistoryWriter(query, mostBytes);
    Past.Known known = past.read(query.minutes(), query.step(), query.filter(), writer::at);
    writer.endStep();
    return bytes(known.minutes()).concat(writer.frames.toByteString());
  }

  private static ByteString bytes(BitSet minutes) {
    ByteString.Output bytes = ByteString.newOutput();
    try {
      BytesValue.of(ByteString.copyFrom(minutes.toByteArray())).writeDelimitedTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory is always there to be written to
    }
    return bytes.toByteString();
  }

  private Visitor at(long minute) {
    long first = query.minutes().first();
    long next = minute - (minute - first) % query.step();
    if (next != step) {
      endStep();
      step = next;
    }
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

  private void endStep() {
    for (IntervalSnapshot snapshot : MergedMinute.snapshots(step, sums)) {
      try {
        SnapshotEncoder.encode(snapshot).writeDelimitedTo(frames);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // memory is always there to be written to
      }
      if (frames.size() > mostBytes) {
        throw new IllegalArgumentException("the answer is longer than " + mostBytes + " bytes");
      }
    }
    sums = new HashMap<>();
  }
}
