// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The more attempts fail, however quickly, the longer is every percentile of `response` over all
/// outcomes.
final class RisingErrorShareTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Target TARGET = Examples.target("t", Duration.ofSeconds(1), TIMEOUT);
  private static final List<Integer> PERCENT_FAILING = List.of(0, 1, 5, 10, 25, 50, 90, 100);

  /// One attempt: how late it begins, what it takes to succeed or to fail, and the share of
  /// failures from which on it fails.
  private record Fate(long lateNanos, long successNanos, long failureNanos, int failsFromPercent) {
    Attempt attempt(boolean fails) {
      AtomicLong now = new AtomicLong(lateNanos);
      OngoingAttempt attempt = new OngoingAttempt(1, TARGET, now::get, 0);
      now.addAndGet(fails ? failureNanos : successNanos);
      return fails ? attempt.failed(Failure.CONNECT_REFUSED) : attempt.succeeded();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void neverLowersAPercentileOverAllOutcomes(long seed) {
    List<Fate> fates = fates(new Random(seed));

    LatencyHistogram before = allOutcomes(fates, PERCENT_FAILING.getFirst());
    for (int percent : PERCENT_FAILING.subList(1, PERCENT_FAILING.size())) {
      LatencyHistogram after = allOutcomes(fates, percent);

      assertThat(after.count()).isEqualTo(before.count());
      for (long rank = 1; rank <= after.count(); rank++) {
        assertThat(after.nanosAtRank(rank))
            .as("rank %d of %d with %d %% failing", rank, after.count(), percent)
            .isGreaterThanOrEqualTo(before.nanosAtRank(rank));
      }
      before = after;
    }
  }

  /// Durations over four decades, as they are between a loopback and an overloaded server.
  private static List<Fate> fates(Random random) {
    return IntStream.range(0, 200 + random.nextInt(300))
        .mapToObj(
            _ -> new Fate(nanos(random), nanos(random), nanos(random), 1 + random.nextInt(100)))
        .toList();
  }

  private static long nanos(Random random) {
    return Math.min((long) (1e5 * Math.pow(10, random.nextDouble(4))), TIMEOUT.toNanos());
  }

  private static LatencyHistogram allOutcomes(List<Fate> fates, int percentFailing) {
    LatencyLedger ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("node", "zone-a", "boot"),
            InstantSource.fixed(Examples.NOON));
    for (Fate fate : fates) {
      ledger.record(fate.attempt(fate.failsFromPercent <= percentFailing));
    }
    LatencyHistogram all = new LatencyHistogram();
    ledger
        .cut()
        .subjects()
        .getFirst()
        .series()
        .forEach((slice, series) -> {
          if (slice.phase() == Phase.RESPONSE) {
            all.add(series.histogram());
          }
        });
    return all;
  }
}
