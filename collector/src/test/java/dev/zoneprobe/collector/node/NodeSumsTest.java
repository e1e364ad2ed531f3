// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.durations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.node.NodeSums.LeftOut;
import dev.zoneprobe.collector.node.RoleSum.Counts;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Retransmits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeSumsTest {
  private static final Set<String> TOPOLOGY = Set.of("node-t");
  private static final long MILLI = 1_000_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SteppingClock clock = new SteppingClock(NOW);
  private final NodeSums sums = new NodeSums(3, TOPOLOGY::contains, clock);

  private IntervalSnapshot snapshot(String node, PeerInterval... peers) {
    return snapshot(node, clock.instant(), List.of(), peers);
  }

  private static IntervalSnapshot snapshot(
      String node, Instant end, List<SubjectInterval> subjects, PeerInterval... peers) {
    return new IntervalSnapshot(
        new Source(node, "zone-of-" + node, "boot"),
        new Span(1, 1, end.minusSeconds(10), end),
        subjects,
        List.of(peers));
  }

  private static PeerInterval to(String node, long failures, long... roundTrips) {
    return new PeerInterval(
        node,
        "hearsay",
        roundTrips.length,
        failures,
        new LatencyHistogram(),
        durations(roundTrips));
  }

  private NodeSum sum(String node) {
    return sums.sums(Phase.ROUND_TRIP).stream()
        .filter(one -> one.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private List<String> nodes() {
    return sums.sums(Phase.ROUND_TRIP).stream().map(NodeSum::node).toList();
  }

  private static Series series(long... nanos) {
    return new Series(durations(nanos), Optional.empty());
  }

  private static Slice slice(Phase phase, Outcome.Kind outcome, SourceState state) {
    return new Slice(phase, Connection.NEW, outcome, state);
  }

  @Test
  void addsUpWhatASourceSawByItsState() {
    Map<Slice, Series> series =
        Map.of(
            slice(Phase.TOTAL, Outcome.Kind.SUCCESS, SourceState.CALM), series(1, 2, 3),
            slice(Phase.TOTAL, Outcome.Kind.SUCCESS, SourceState.BUSY), series(4),
            slice(Phase.TOTAL, Outcome.Kind.FAILURE, SourceState.STALLED), series(5, 6),
            slice(Phase.ROUND_TRIP, Outcome.Kind.SUCCESS, SourceState.CALM), series(MILLI, MILLI),
            slice(Phase.ROUND_TRIP, Outcome.Kind.SUCCESS, SourceState.BUSY), series(9 * MILLI),
            slice(Phase.ROUND_TRIP, Outcome.Kind.FAILURE, SourceState.STALLED), series(70 * MILLI),
            slice(Phase.TCP_CONNECT, Outcome.Kind.SUCCESS, SourceState.CALM), series(MILLI));
    Counts counts = new Counts(6, 2, 1, 2);

    sums.merge(snapshot("node-1", clock.instant(), List.of(mesh(series), elsewhere(series))));

    assertThat(sum("node-1").source().counts()).isEqualTo(counts);
    assertThat(counts.calm()).isEqualTo(3);
    assertThat(sum("node-1").source().durations().count()).isEqualTo(3);
    assertThat(sums.sums(Phase.TCP_CONNECT).getFirst().source().durations().count()).isOne();
    assertThat(sum("node-1").destination().counts()).isEqualTo(Counts.NONE);
    assertThat(sum("node-1").zone()).isEqualTo("zone-of-node-1");
  }

  private static SubjectInterval mesh(Map<Slice, Series> series) {
    return interval(Subject.PEER, series);
  }

  private static SubjectInterval elsewhere(Map<Slice, Series> series) {
    return interval("checkout", series);
  }

  private static SubjectInterval interval(String target, Map<Slice, Series> series) {
    return new SubjectInterval(
        new Subject("zone-b", target, Protocol.HTTP, Subject.Owner.NONE),
        new dev.zoneprobe.measure.interval.Counts(
            4, Map.of(Failure.HTTP_STATUS, 2L), Map.of(), Retransmits.NONE),
        series);
  }

  @Test
  void addsUpWhatOthersSawOfADestination() {
    sums.merge(snapshot("node-1", to("node-t", 1, MILLI, 2 * MILLI)));
    sums.merge(snapshot("node-2", to("node-t", 0, 3 * MILLI)));

    RoleSum destination = sum("node-t").destination();

    assertThat(destination.counts()).isEqualTo(new Counts(4, 1, 0, 0));
    assertThat(destination.durations().count()).isEqualTo(3);
    assertThat(sum("node-t").source().counts()).isEqualTo(Counts.NONE);
    assertThat(sum("node-t").zone()).isEqualTo("hearsay");
    assertThat(nodes()).containsExactly("node-1", "node-2", "node-t");
  }

  @Test
  void givesNoPlaceToANodeThatOnlyHearsayTellsOf() {
    sums.merge(snapshot("node-1", to("made-up", 0, MILLI), to("node-2", 0, MILLI)));
    assertThat(nodes()).containsExactly("node-1");
    assertThat(sums.leftOut(LeftOut.UNKNOWN_NODE)).isEqualTo(2);

    sums.merge(snapshot("node-2"));
    sums.merge(snapshot("node-1", to("made-up", 0, MILLI), to("node-2", 0, MILLI)));

    assertThat(nodes()).containsExactly("node-1", "node-2");
    assertThat(sum("node-2").destination().counts().attempts()).isEqualTo(1);
    assertThat(sums.leftOut(LeftOut.UNKNOWN_NODE)).isEqualTo(3);
  }

  @Test
  void keepsNoMoreNodesThanItMayAndCountsTheOthers() {
    for (int i = 1; i <= 5; i++) {
      sums.merge(snapshot("node-" + i));
    }
    assertThat(nodes()).containsExactly("node-1", "node-2", "node-3");
    assertThat(sums.leftOut(LeftOut.NO_ROOM)).isEqualTo(2);

    clock.advance(Duration.ofMinutes(RoleWindow.MINUTES));
    sums.merge(snapshot("node-5"));

    assertThat(nodes()).containsExactly("node-5");
    assertThat(sums.size()).isEqualTo(1);
  }

  @Test
  void holdsThePresentMinuteAndTheNineBefore() {
    for (int minute = 0; minute < 25; minute++) {
      sums.merge(snapshot("node-1", to("node-t", 1)));
      assertThat(sum("node-t").destination().counts().attempts())
          .isEqualTo(Math.min(minute + 1, RoleWindow.MINUTES));
      clock.advance(MINUTE);
    }
    clock.advance(MINUTE.multipliedBy(8));
    assertThat(sum("node-t").destination().counts().attempts()).isEqualTo(1);
    clock.advance(MINUTE);
    assertThat(nodes()).isEmpty();
  }

  @Test
  void tellsSinceWhenItKnows() {
    assertThat(sums.since()).isEqualTo(NOW);

    clock.advance(Duration.ofMinutes(60).plusSeconds(59));

    assertThat(sums.since()).isEqualTo(NOW.plus(Duration.ofMinutes(51)));
  }

  @Test
  void leavesOutASnapshotThatBeganBeforeTheTenMinutes() {
    Instant now = clock.instant();
    Span outage = new Span(1, 90, now.minus(Duration.ofMinutes(15)), now);
    IntervalSnapshot late =
        new IntervalSnapshot(
            Snapshots.source("node-1"), outage, List.of(), List.of(to("node-t", 1)));

    sums.merge(late);

    assertThat(nodes()).isEmpty();
    assertThat(sums.leftOut(LeftOut.TOO_OLD)).isEqualTo(1);
  }

  @Test
  void countsASnapshotFromTheFutureAsOfNow() {
    Instant future = clock.instant().plus(Duration.ofDays(1));
    sums.merge(snapshot("node-1", future, List.of(), to("node-t", 1)));

    assertThat(sum("node-t").destination().counts().attempts()).isEqualTo(1);
  }

  @Test
  void whatItGaveAwayStaysWhatItWas() {
    sums.merge(snapshot("node-1", to("node-t", 0, MILLI)));
    List<NodeSum> before = sums.sums(Phase.ROUND_TRIP);

    sums.merge(snapshot("node-1", to("node-t", 0, MILLI)));

    assertThat(before.getLast().destination().counts().attempts()).isEqualTo(1);
    assertThat(before.getLast().destination().durations().count()).isEqualTo(1);
  }
}
