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
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Targets and attempts for the tests of probes.
public final class TestTargets {
  /// Longer than anything on loopback takes, however busy the machine.
  public static final Duration PATIENT = Duration.ofSeconds(10);

  private TestTargets() {}

  public static Target target(Endpoint endpoint, Duration timeout) {
    return new Target(
        new Subject("zone-b", "probed", endpoint.protocol(), Subject.Owner.NONE),
        Optional.empty(),
        endpoint,
        new Target.Timing(Duration.ofSeconds(1), timeout),
        Set.of(Connection.values()));
  }

  /// An attempt that begins when it is due.
  public static OngoingAttempt begin(Target target) {
    return new OngoingAttempt(1, target, NanoClock.SYSTEM, NanoClock.SYSTEM.nanos());
  }

  /// The phases between an attempt's begin and end, in nanoseconds.
  public static Map<Phase, Long> disjointPhases(Attempt attempt) {
    return attempt.phaseNanos().entrySet().stream()
        .filter(entry -> entry.getKey().compareTo(Phase.TRANSFER) <= 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The part of an attempt's total that belongs to no phase.
  public static Duration gap(Attempt attempt) {
    long explained = disjointPhases(attempt).values().stream().mapToLong(nanos -> nanos).sum();
    return took(attempt, Phase.TOTAL).minusNanos(explained);
  }

  /// Of several attempts that got to `phase`, the one in which it took the least: the first ones
  /// load classes, and on a busy machine any of them can be held up.
  public static Attempt leastDisturbed(Supplier<Attempt> attempts, Phase phase) {
    return Stream.generate(attempts)
        .limit(5)
        .filter(attempt -> attempt.phaseNanos().containsKey(phase))
        .min(Comparator.comparing(attempt -> took(attempt, phase)))
        .orElseThrow();
  }

  /// An attempt, and how long somebody waited for it, whatever it says itself.
  public record Waited(Attempt attempt, Duration span) {
    public static Waited on(Supplier<Attempt> attempts) {
      long before = NanoClock.SYSTEM.nanos();
      Attempt attempt = attempts.get();
      return new Waited(attempt, Duration.ofNanos(NanoClock.SYSTEM.nanos() - before));
    }
  }

  public static Duration took(Attempt attempt, Phase phase) {
    return Duration.ofNanos(attempt.phaseNanos().getOrDefault(phase, 0L));
  }
}
