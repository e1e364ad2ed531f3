// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

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
  /// @throws IllegalStateException naming a cut of a boot that no file holds, or that two hold of
  ///   which neither covers the other
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
    LongStream.range(1, end)
        .filter(cut -> found.stream().noneMatch(one -> holds(one.span(), cut)))
        .findFirst()
        .ifPresent(cut -> {
          throw refusal("no file held cut " + cut, source);
        });
    Map<Long, IntervalSnapshot> leadsToTheEnd = new TreeMap<>();
    for (IntervalSnapshot one : latestAndFinestFirst(found)) {
      long after = one.span().lastSequence() + 1;
      if (after == end || leadsToTheEnd.containsKey(after)) {
        leadsToTheEnd.putIfAbsent(one.span().firstSequence(), one);
      }
    }
    List<IntervalSnapshot> chain = new ArrayList<>();
    for (long cut = 1; cut < end; cut = chain.getLast().span().lastSequence() + 1) {
      Optional<IntervalSnapshot> next = Optional.ofNullable(leadsToTheEnd.get(cut));
      String problem = "files overlap at cut " + cut;
      chain.add(next.orElseThrow(() -> refusal(problem, source)));
    }
    return chain;
  }

  private static boolean holds(Span span, long cut) {
    return span.firstSequence() <= cut && cut <= span.lastSequence();
  }

  private static IllegalStateException refusal(String problem, Source source) {
    return new IllegalStateException(problem + " of " + source);
  }

  private static List<IntervalSnapshot> latestAndFinestFirst(List<IntervalSnapshot> found) {
    return found.stream()
        .sorted(
            Comparator.<IntervalSnapshot>comparingLong(one -> -one.span().firstSequence())
                .thenComparingLong(one -> one.span().cuts()))
        .toList();
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
