// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /// The durations of those attempts that had the phase, ascending.
  private long[] sorted(Phase phase) {
    long[] nanos =
        attempts.stream()
            .map(Attempt::phaseNanos)
            .filter(phases -> phases.containsKey(phase))
            .mapToLong(phases -> phases.getOrDefault(phase, 0L))
            .toArray();
    Arrays.sort(nanos);
    return nanos;
  }

  /// A quantile of a phase in microseconds; NaN if no attempt had it.
  double micros(Phase phase, double quantile) {
    long[] nanos = sorted(phase);
    return nanos.length == 0
        ? Double.NaN
        : nanos[(int) Math.ceil(quantile * nanos.length) - 1] / 1e3;
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
