// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.web.view.part.Json;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpectrumTest {
  private static final long MILLI = 1_000_000;

  @Test
  void aPointIsTheShortestDurationThatEnoughDidNotExceed() {
    LatencyHistogram hundred = new LatencyHistogram();
    for (int i = 1; i <= 100; i++) {
      hundred.record(i * MILLI);
    }

    List<List<Double>> points = Spectrum.of(hundred);

    assertThat(points).startsWith(point(hundred, 0, 1)).endsWith(List.of(1.0, 0.1));
    assertThat(points)
        .contains(point(hundred, 0.5, 50), point(hundred, 0.55, 55), point(hundred, 0.875, 88));
  }

  private static List<Double> point(LatencyHistogram of, double quantile, long rank) {
    return List.of(quantile, Json.seconds(of.nanosAtRank(rank)));
  }

  @Test
  void nothingHasNoPoints() {
    assertThat(Spectrum.of(new LatencyHistogram())).isEmpty();
  }
}
