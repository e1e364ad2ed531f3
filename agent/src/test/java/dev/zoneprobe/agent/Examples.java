// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Values that many tests need and whose details none of them is about.
public final class Examples {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Examples() {}

  public static Subject subject(String target) {
    return new Subject("zone-b", target, Protocol.TCP, Subject.Owner.NONE);
  }

  public static Target target(String name, Duration interval, Duration timeout) {
    return new Target(
        subject(name),
        Optional.empty(),
        new Endpoint.Tcp("127.0.0.1", 9),
        new Target.Timing(interval, timeout),
        Set.of(Connection.NEW));
  }

  public static Attempt attempt(Subject subject, Outcome outcome, Duration total) {
    return attempt(7, subject, outcome, total, Map.of());
  }

  /// An attempt in which these phases happened besides those that always do.
  public static Attempt attempt(
      long id, Subject subject, Outcome outcome, Duration total, Map<Phase, Long> phaseNanos) {
    Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    phases.putAll(phaseNanos);
    phases.put(Phase.LATE, 0L);
    phases.put(Phase.TOTAL, total.toNanos());
    phases.put(Phase.RESPONSE, total.toNanos());
    return new Attempt(
        id,
        subject,
        new Attempt.Circumstances(NOON, Connection.NEW, SourceState.CALM, Optional.empty()),
        outcome,
        phases,
        Trace.NOTHING);
  }
}
