// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.trace.Trace;
import dev.zoneprobe.wire.plausibility.Plausibility;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerPagesTest {
  private static final long MILLI = 1_000_000;
  private static final Outcome SUCCESS = new Outcome.Success();
  private static final Outcome TIMEOUT =
      new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP);

  private final LatencyLedger ledger =
      new LatencyLedger(
          new IntervalSnapshot.Source("node", "zone-a", "boot"),
          InstantSource.fixed(Examples.NOON));

  private static Attempt attempt(
      Protocol protocol, String node, Outcome outcome, SourceState state, Map<Phase, Long> phases) {
    Subject peer = new Subject("zone-b", Subject.PEER, protocol, Subject.Owner.NONE);
    return attempt(peer, node, outcome, state, phases);
  }

  private static Attempt attempt(
      Subject subject, String node, Outcome outcome, SourceState state, Map<Phase, Long> phases) {
    Attempt without = Examples.attempt(1, subject, outcome, Duration.ofMillis(9), phases);
    return new Attempt(
        1,
        without.subject(),
        new Attempt.Circumstances(Examples.NOON, Connection.NEW, state, Optional.of(node)),
        outcome,
        without.phaseNanos(),
        Trace.NOTHING);
  }

  private static Attempt connecting(String node) {
    return attempt(Protocol.TCP, node, SUCCESS, SourceState.CALM, Map.of(Phase.TCP_CONNECT, MILLI));
  }

  @Test
  void addsUpAllProtocolsAndOutcomesByNode() {
    ledger.record(connecting("node-b"));
    ledger.record(
        attempt(
            Protocol.HTTP,
            "node-b",
            TIMEOUT,
            SourceState.BUSY,
            Map.of(Phase.TCP_CONNECT, MILLI, Phase.ROUND_TRIP, 8 * MILLI)));
    ledger.record(connecting("node-c"));

    IntervalSnapshot snapshot = ledger.cut();

    assertThat(snapshot.peers())
        .map(PeerInterval::node)
        .containsExactlyInAnyOrder("node-b", "node-c");
    PeerInterval b = peer(snapshot, "node-b");
    assertThat(b.zone()).isEqualTo("zone-b");
    assertThat(b.successes()).isEqualTo(1);
    assertThat(b.failures()).isEqualTo(1);
    assertThat(b.connects().sumNanos()).isEqualTo(2 * MILLI);
    assertThat(b.roundTrips().sumNanos()).isEqualTo(8 * MILLI);
  }

  @Test
  void whatAServiceChoseIsNoPeerAndTheSnapshotStaysPlausible() throws Exception {
    Subject service = new Subject("zone-b", Subject.SERVICE, Protocol.HTTP, Subject.Owner.NONE);
    ledger.record(attempt(service, "node-b", SUCCESS, SourceState.CALM, Map.of()));

    IntervalSnapshot snapshot = ledger.cut();

    assertThat(snapshot.peers()).isEmpty();
    Plausibility.check(snapshot);
  }

  private static PeerInterval peer(IntervalSnapshot snapshot, String node) {
    return snapshot.peers().stream()
        .filter(peer -> peer.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsAttemptsOfAStalledSourceWithoutTheirDurations() {
    ledger.record(
        attempt(
            Protocol.TCP,
            "node-b",
            SUCCESS,
            SourceState.STALLED,
            Map.of(Phase.TCP_CONNECT, 70 * MILLI)));

    PeerInterval b = ledger.cut().peers().getFirst();

    assertThat(b.successes()).isEqualTo(1);
    assertThat(b.connects().count()).isZero();
  }

  @Test
  void knowsNothingOfTargetsThatAreNoPeers() {
    ledger.record(Examples.attempt(Examples.subject("t"), SUCCESS, Duration.ofMillis(1)));

    assertThat(ledger.cut().peers()).isEmpty();
  }

  @Test
  void hasRoomForSoManyNodesAndCountsTheAttemptsOnOthers() {
    for (int i = 0; i < PeerPages.MOST + 2; i++) {
      ledger.record(connecting("node-" + i));
    }
    ledger.record(connecting("node-0"));
    assertThat(ledger.leftOut()).isEqualTo(2);

    assertThat(ledger.cut().peers()).hasSize(PeerPages.MOST);
    ledger.record(connecting("node-new"));

    assertThat(ledger.cut().peers()).map(PeerInterval::node).containsExactly("node-new");
    assertThat(ledger.leftOut()).isEqualTo(2);
  }
}
