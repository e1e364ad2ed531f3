// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.collector.store.table.BootTable.Reported;
import dev.zoneprobe.collector.store.table.SumTable;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// Snapshots that become durable together, added up as they come: the histograms of each, which are
/// most of it, are not kept. Not thread-safe.
final class Batch {
  /// About what it takes to tell of a snapshot, a series, an attempt or a peer, without durations.
  private static final long SNAPSHOT_BYTES = 500;

  private static final long SERIES_BYTES = 100;
  private static final long ATTEMPT_BYTES = 500;
  private static final long PEER_BYTES = 100;

  private final InstantSource clock;
  private final LongSupplier oldestKept;
  private final ToLongFunction<Instant> slotOf;
  private final Map<Long, Part> parts = new TreeMap<>();
  private final Map<Boot, Reported> boots = new LinkedHashMap<>();
  private final List<IntervalSnapshot> told = new ArrayList<>();
  private long toldBytes;
  private int beyondHistory;

  /// @param oldestKept from which minute on they are told apart
  /// @param slotOf moments that have the same are not told apart
  Batch(InstantSource clock, LongSupplier oldestKept, ToLongFunction<Instant> slotOf) {
    this.clock = clock;
    this.oldestKept = oldestKept;
    this.slotOf = slotOf;
  }

  private record Boot(String node, String bootId) {}

  /// What ended in one slot.
  private static final class Part {
    private final MinuteSums sums = new MinuteSums();
    private Instant end = Instant.MIN;
  }

  /// What agents of one zone saw in one slot and minute, added up.
  ///
  /// @param sums as a snapshot of nobody
  /// @param end of the latest snapshot of that slot
  record Merged(IntervalSnapshot sums, Instant end) {}

  void add(IntervalSnapshot snapshot) {
    Instant now = clock.instant();
    Instant end = snapshot.span().to().isAfter(now) ? now : snapshot.span().to();
    long oldest = oldestKept.getAsLong();
    Part part = parts.computeIfAbsent(slotOf.applyAsLong(end), _ -> new Part());
    part.sums.add(snapshot, now, oldest);
    part.end = end.isAfter(part.end) ? end : part.end;
    Source source = snapshot.source();
    boots.put(
        new Boot(source.node(), source.bootId()),
        new Reported(source, snapshot.span().lastSequence(), now));
    IntervalSnapshot left = snapshot.withoutZoneSums();
    told.add(left);
    toldBytes += bytes(left);
    beyondHistory += SumTable.minute(end) < oldest ? 1 : 0;
  }

  private static long bytes(IntervalSnapshot told) {
    long bytes = SNAPSHOT_BYTES;
    for (SubjectInterval subject : told.subjects()) {
      bytes += ATTEMPT_BYTES * subject.attempts().size();
      for (SubjectInterval.Series series : subject.series().values()) {
        bytes += SERIES_BYTES + series.histogram().bytes();
      }
    }
    for (PeerInterval peer : told.peers()) {
      bytes += PEER_BYTES + peer.connects().bytes() + peer.roundTrips().bytes();
    }
    return bytes;
  }

  /// Everything in it but [#told()]; the values share its histograms.
  List<Merged> merged() {
    return parts.values().stream()
        .flatMap(part -> part.sums.snapshots().stream().map(sums -> new Merged(sums, part.end)))
        .toList();
  }

  /// Adds everything in it to `sums`, by minute.
  void addTo(MinuteSums sums) {
    parts.values().forEach(part -> sums.add(part.sums));
  }

  /// How far each boot has come.
  Collection<Reported> boots() {
    return boots.values();
  }

  /// What is left of its snapshots, in the order in which they came.
  List<IntervalSnapshot> told() {
    return told;
  }

  /// About how many bytes of memory it takes, with what is told.
  long bytes() {
    return toldBytes + parts.values().stream().mapToLong(part -> part.sums.bytes()).sum();
  }

  /// Snapshots that were too old for any minute.
  int beyondHistory() {
    return beyondHistory;
  }
}
