// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Attempts as tests need them: due now, of a target of which only the endpoint matters.
public final class Attempts {
  private Attempts() {}

  /// Begins an attempt at `endpoint` that may take as long as `timeout`.
  public static OngoingAttempt begin(Endpoint endpoint, Duration timeout) {
    return begin(endpoint, timeout, NanoClock.SYSTEM);
  }

  /// Begins an attempt on the time of `clock`.
  public static OngoingAttempt begin(Endpoint endpoint, Duration timeout, NanoClock clock) {
    Subject subject =
        new Subject(Subject.UNKNOWN_ZONE, "test", endpoint.protocol(), Subject.Owner.NONE);
    Target.Timing timing = new Target.Timing(Duration.ofSeconds(10), timeout);
    Target target = new Target(subject, Optional.empty(), endpoint, timing, Set.of(Connection.NEW));
    return new OngoingAttempt(1, target, clock, clock.nanos());
  }

  /// How long the phases that follow each other took together.
  public static long sumOfPhases(Attempt attempt) {
    return attempt.phaseNanos().entrySet().stream()
        .filter(phase -> phase.getKey().compareTo(Phase.TRANSFER) <= 0)
        .mapToLong(phase -> phase.getValue())
        .sum();
  }
}
