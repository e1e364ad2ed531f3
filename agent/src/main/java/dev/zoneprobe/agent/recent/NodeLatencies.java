// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.recent;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// How long the phases that tell nodes apart took lately, by destination zone and protocol: of
/// successes and failures, without attempts that this agent itself held up. Thread-safe.
public final class NodeLatencies {
  static final Set<Phase> PHASES =
      EnumSet.of(Phase.TOTAL, Phase.DNS_LOOKUP, Phase.TCP_CONNECT, Phase.ROUND_TRIP);

  /// Nine zones, four protocols and four phases are 144. One takes some 10 KB.
  private static final int MOST_SERIES = 256;

  private final RecentDurations<Series> recent;

  /// What a quantile is about, all targets together.
  record Series(String destinationZone, Protocol protocol, Phase phase) {}

  public NodeLatencies(NanoClock clock) {
    recent = new RecentDurations<>(clock, MOST_SERIES);
  }

  /// Takes an attempt into account.
  public void record(Attempt attempt) {
    if (attempt.circumstances().sourceState() == SourceState.STALLED) {
      return;
    }
    String zone = attempt.subject().destinationZone();
    Protocol protocol = attempt.subject().protocol();
    for (Map.Entry<Phase, Long> took : attempt.phaseNanos().entrySet()) {
      if (PHASES.contains(took.getKey())) {
        recent.record(new Series(zone, protocol, took.getKey()), took.getValue());
      }
    }
  }

  RecentDurations<Series> recent() {
    return recent;
  }

  /// How many durations were left out because there were too many series.
  public long leftOut() {
    return recent.leftOut();
  }
}
