// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attempts on peers in the running interval, by the peer's node. Not thread-safe: the ledger's
/// lock guards it.
final class PeerPages {
  /// Most nodes in one interval; a plan has a dozen.
  static final int MOST = 64;

  private final Map<String, Page> pages = new HashMap<>();
  private long leftOut;

  private static final class Page {
    private final String zone;
    private final LatencyHistogram connects = new LatencyHistogram();
    private final LatencyHistogram roundTrips = new LatencyHistogram();
    private long successes;
    private long failures;

    Page(String zone) {
      this.zone = zone;
    }

    void record(Attempt attempt) {
      switch (attempt.outcome().kind()) {
        case Outcome.Kind.SUCCESS -> successes++;
        case Outcome.Kind.FAILURE -> failures++;
      }
      if (attempt.circumstances().sourceState() != SourceState.STALLED) {
        record(connects, attempt, Phase.TCP_CONNECT);
        record(roundTrips, attempt, Phase.ROUND_TRIP);
      }
    }

    private static void record(LatencyHistogram durations, Attempt attempt, Phase phase) {
      Long nanos = attempt.phaseNanos().get(phase);
      if (nanos != null) {
        durations.record(nanos);
      }
    }
  }

  /// Records an attempt, if its target is a peer: one whose node a Service chose is none.
  void record(Attempt attempt) {
    Optional<String> node = attempt.circumstances().destinationNode();
    if (node.isEmpty() || !attempt.subject().target().equals(Subject.PEER)) {
      return;
    }
    if (pages.size() >= MOST && !pages.containsKey(node.get())) {
      leftOut++;
      return;
    }
    pages
        .computeIfAbsent(node.get(), _ -> new Page(attempt.subject().destinationZone()))
        .record(attempt);
  }

  /// Attempts that there was no room for.
  long leftOut() {
    return leftOut;
  }

  List<PeerInterval> close() {
    return pages.entrySet().stream()
        .map(entry -> interval(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static PeerInterval interval(String node, Page page) {
    return new PeerInterval(
        node, page.zone, page.successes, page.failures, page.connects, page.roundTrips);
  }
}
