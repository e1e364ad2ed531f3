// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Attempts that were judged, and how wrong they are by the kernel's own account.
final class JudgedAttempts {
  private static final List<Phase> MEASURED = List.of(Phase.TCP_CONNECT, Phase.ROUND_TRIP);
  private static final long WRONG_NANOS = Duration.ofMillis(5).toNanos();

  private final List<Attempt> attempts = new ArrayList<>();

  void add(List<Attempt> more) {
    attempts.addAll(more);
  }

  int size() {
    return attempts.size();
  }

  JudgedAttempts in(SourceState state) {
    return those(attempts.stream().filter(one -> one.circumstances().sourceState() == state));
  }

  /// Those in which a phase took 5 ms more than the kernel measured on the same connection.
  JudgedAttempts wrong() {
    return those(attempts.stream().filter(JudgedAttempts::isWrong));
  }

  private static JudgedAttempts those(Stream<Attempt> chosen) {
    JudgedAttempts some = new JudgedAttempts();
    some.add(chosen.toList());
    return some;
  }

  private static boolean isWrong(Attempt attempt) {
    Long kernelRtt = attempt.phaseNanos().get(Phase.KERNEL_RTT);
    return kernelRtt != null
        && MEASURED.stream()
            .anyMatch(
                phase -> attempt.phaseNanos().getOrDefault(phase, 0L) - kernelRtt > WRONG_NANOS);
  }

  /// A quantile of a phase, with its bounds; empty if too few attempts had it.
  Optional<QuantileEstimate> quantile(Phase phase, double quantile) {
    LatencyHistogram durations = new LatencyHistogram();
    for (Attempt attempt : attempts) {
      Optional.ofNullable(attempt.phaseNanos().get(phase)).ifPresent(durations::record);
    }
    return QuantileEstimate.of(durations, quantile);
  }

  private double micros(Phase phase, double quantile) {
    return quantile(phase, quantile).map(found -> found.estimateNanos() / 1e3).orElse(Double.NaN);
  }

  /// One row of a table for people.
  String row(String name) {
    return "%-16s %8d %6.1f %% %10.0f %9.0f %10.0f %9.0f"
        .formatted(
            name,
            size(),
            100.0 * wrong().size() / Math.max(1, size()),
            micros(Phase.TCP_CONNECT, 0.5),
            micros(Phase.TCP_CONNECT, 0.99),
            micros(Phase.ROUND_TRIP, 0.5),
            micros(Phase.ROUND_TRIP, 0.99));
  }
}
