// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingDurationsTest {
  private static final long NOW = 1_000;
  private static final int SLOTS = 10;

  private final SlidingDurations sliding = new SlidingDurations();

  private record Arrival(long nanos, long slot) {}

  private static LatencyHistogram of(long... durations) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long nanos : durations) {
      histogram.record(nanos);
    }
    return histogram;
  }

  /// Whatever comes late and whenever somebody looks, it holds what came in the last ten slots.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsWhatCameInTheLastTenSlots(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Deque<Arrival> arrived = new ArrayDeque<>();
    for (long current = NOW; current < NOW + 50; current++) {
      for (int i = random.nextInt(5); i > 0; i--) {
        Arrival arrival =
            new Arrival(random.nextLong(1_000, 60_000_000_000L), current - random.nextInt(12));
        arrived.add(arrival);
        sliding.add(of(arrival.nanos()), arrival.slot(), current);
      }
      if (random.nextInt(3) == 0) {
        assertHolds(arrived, current);
      }
    }
  }

  private void assertHolds(Deque<Arrival> arrived, long current) {
    long[] recent =
        arrived.stream()
            .filter(one -> one.slot() > current - SLOTS)
            .mapToLong(Arrival::nanos)
            .toArray();
    LatencyHistogram sum = sliding.sum(current);

    assertThat(sum.counts()).isEqualTo(of(recent).counts());
    assertThat(sum.sumNanos()).isEqualTo(of(recent).sumNanos());
  }

  @Test
  void ignoresWhatIsTooOld() {
    sliding.add(of(5_000), NOW - SLOTS, NOW);

    assertThat(sliding.sum(NOW).count()).isZero();
  }

  @Test
  void forgetsTheFutureIfTheClockIsSetBack() {
    sliding.add(of(5_000), NOW, NOW);
    sliding.add(of(7_000), NOW - 5, NOW);

    assertThat(sliding.sum(NOW - 5).sumNanos()).isEqualTo(7_000);
  }

  @Test
  void keepsWhatItGaveAway() {
    sliding.add(of(5_000), NOW, NOW);

    sliding.sum(NOW).record(9_000);

    assertThat(sliding.sum(NOW).count()).isEqualTo(1);
  }
}
