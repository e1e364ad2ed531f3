// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All cuts of some agents, each once, from archives in which some are twice: alone and merged with
/// their neighbours.
///
/// @param snapshots that hold each cut once
/// @param boots how many lives the agents had
/// @param merged files that held several cuts
public record Chronicle(List<IntervalSnapshot> snapshots, int boots, long merged) {
  /// Copies the list.
  public Chronicle {
    snapshots = List.copyOf(snapshots);
  }

  /// Reads everything that was archived.
  ///
  /// @throws IllegalStateException naming the first cut of a boot that no file holds
  public static Chronicle of(Collection<Archive> archives) {
    List<IntervalSnapshot> all =
        archives.stream().flatMap(archive -> archive.snapshots().stream()).toList();
    Map<Source, List<IntervalSnapshot>> byBoot =
        all.stream().collect(Collectors.groupingBy(IntervalSnapshot::source));
    List<IntervalSnapshot> once = new ArrayList<>();
    byBoot.forEach((source, ofBoot) -> once.addAll(eachCutOnce(source, ofBoot)));
    long merged = all.stream().filter(snapshot -> snapshot.span().cuts() > 1).count();
    return new Chronicle(once, byBoot.size(), merged);
  }

  /// The finest snapshots that hold the cuts from 1 to the last one without a gap: what was merged
  /// is trusted only where its parts were never seen.
  private static List<IntervalSnapshot> eachCutOnce(Source source, List<IntervalSnapshot> found) {
    long end = found.stream().mapToLong(one -> one.span().lastSequence()).max().orElseThrow() + 1;
    Map<Long, IntervalSnapshot> next = new TreeMap<>();
    List<IntervalSnapshot> latestAndFinestFirst =
        found.stream()
            .sorted(
                Comparator.<IntervalSnapshot>comparingLong(one -> -one.span().firstSequence())
                    .thenComparingLong(one -> one.span().cuts()))
            .toList();
    for (IntervalSnapshot one : latestAndFinestFirst) {
      long after = one.span().lastSequence() + 1;
      if (after == end || next.containsKey(after)) {
        next.putIfAbsent(one.span().firstSequence(), one);
      }
    }
    List<IntervalSnapshot> chain = new ArrayList<>();
    for (long cut = 1; cut < end; cut = chain.getLast().span().lastSequence() + 1) {
      long missing = cut;
      chain.add(
          Optional.ofNullable(next.get(cut))
              .orElseThrow(() ->
                  new IllegalStateException("no file held cut " + missing + " of " + source)));
    }
    return chain;
  }

  /// How many cuts there were.
  public long cuts() {
    return snapshots.stream().mapToLong(one -> one.span().cuts()).sum();
  }

  /// What happened.
  public Tally tally() {
    return Tally.of(snapshots);
  }
}
