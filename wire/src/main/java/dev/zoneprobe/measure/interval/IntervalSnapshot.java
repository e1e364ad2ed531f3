// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.self.Condition;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Everything that an agent saw between two cuts, as one numbered value.
///
/// Each attempt is in exactly one snapshot, with all its phases. Immutable, apart from the
/// histograms, which nobody changes after the cut.
///
/// @param peers attempts on peers, which are in `subjects` too, once more by the peers' nodes
/// @param condition of the agent itself; absent if it does not tell
public record IntervalSnapshot(
    Source source,
    Span span,
    List<SubjectInterval> subjects,
    List<PeerInterval> peers,
    Optional<Condition> condition) {

  /// Who measured.
  ///
  /// @param bootId tells one run of an agent from the next on the same node
  public record Source(String node, String zone, String bootId) {
    /// So many boots of a node are remembered, those that reported last: a container that crashes
    /// every five minutes needs five hours to use them up.
    public static final int MOST_BOOTS = 64;

    /// Refuses label values that [Label#checked] refuses.
    public Source {
      Label.checked("node", node);
      Label.checked("source zone", zone);
      Label.checked("boot id", bootId);
    }
  }

  /// Which cuts a snapshot covers, and when they were, by the agent's wall clock. A snapshot covers
  /// several cuts if they had to be merged before they could be sent.
  public record Span(long firstSequence, long lastSequence, Instant from, Instant to) {
    /// Refuses numbers below 1 and reversed ranges.
    public Span {
      if (firstSequence < 1 || lastSequence < firstSequence) {
        throw new IllegalArgumentException(
            "not a range of sequence numbers: " + firstSequence + " to " + lastSequence);
      }
      if (to.isBefore(from)) {
        throw new IllegalArgumentException("interval ends before it begins: " + from + ", " + to);
      }
    }

    /// How many cuts this covers.
    public long cuts() {
      return lastSequence - firstSequence + 1;
    }

    private Span upTo(Span next) {
      if (next.firstSequence != lastSequence + 1) {
        throw new IllegalArgumentException(
            "snapshot " + next.firstSequence + " does not follow snapshot " + lastSequence);
      }
      return new Span(
          firstSequence,
          next.lastSequence,
          from.isBefore(next.from) ? from : next.from,
          to.isAfter(next.to) ? to : next.to);
    }
  }

  /// Copies the lists; refuses a subject or a peer that is in them twice.
  public IntervalSnapshot {
    subjects = List.copyOf(subjects);
    peers = List.copyOf(peers);
    requireDistinct(subjects, SubjectInterval::subject);
    requireDistinct(peers, PeerInterval::node);
  }

  /// A snapshot that does not tell how its agent was.
  public IntervalSnapshot(
      Source source, Span span, List<SubjectInterval> subjects, List<PeerInterval> peers) {
    this(source, span, subjects, peers, Optional.empty());
  }

  /// A snapshot that does not tell to which nodes attempts went either.
  public IntervalSnapshot(Source source, Span span, List<SubjectInterval> subjects) {
    this(source, span, subjects, List.of());
  }

  private static <T> void requireDistinct(List<T> all, Function<T, Object> identity) {
    Set<Object> seen = HashSet.newHashSet(all.size());
    for (T one : all) {
      if (!seen.add(identity.apply(one))) {
        throw new IllegalArgumentException("twice in one snapshot: " + identity.apply(one));
      }
    }
  }

  /// The same snapshot with other subjects.
  public IntervalSnapshot with(List<SubjectInterval> others) {
    return new IntervalSnapshot(source, span, others, peers, condition);
  }

  /// The same snapshot of an agent that was in this condition.
  public IntervalSnapshot telling(Condition condition) {
    return new IntervalSnapshot(source, span, subjects, peers, Optional.of(condition));
  }

  /// The same snapshot in the zone that its source is in.
  public IntervalSnapshot in(String zone) {
    return new IntervalSnapshot(
        new Source(source.node, zone, source.bootId), span, subjects, peers, condition);
  }

  /// This snapshot and the one cut right after it, as one: time resolution is lost, no sample is,
  /// except that beyond [PeerInterval#MOST] peers those are left out that were probed first.
  ///
  /// @throws IllegalArgumentException if `next` comes from elsewhere or does not follow
  public IntervalSnapshot plus(IntervalSnapshot next) {
    if (!source.equals(next.source)) {
      throw new IllegalArgumentException("snapshots of " + source + " and of " + next.source);
    }
    Map<Subject, SubjectInterval> sum = new LinkedHashMap<>();
    subjects.forEach(subject -> sum.put(subject.subject(), subject));
    next.subjects.forEach(more -> sum.merge(more.subject(), more, SubjectInterval::plus));
    return new IntervalSnapshot(
        source,
        span.upTo(next.span),
        List.copyOf(sum.values()),
        PeerInterval.sum(peers, next.peers),
        Stream.of(condition, next.condition).flatMap(Optional::stream).reduce(Condition::plus));
  }

  /// What is left of it once it has been added up zone by zone, which is most of it.
  public IntervalSnapshot withoutZoneSums() {
    return new IntervalSnapshot(
        source,
        span,
        subjects.stream().map(SubjectInterval::withoutZoneSums).toList(),
        peers,
        condition);
  }
}
