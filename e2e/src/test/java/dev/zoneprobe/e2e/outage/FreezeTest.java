// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.e2e.kit.observer.Scrape.ClassicHistogram;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.e2e.system.Fleet;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A server that stops for 2 s in every 10 s must look like one (proof 1 of docs/measurement.md).
@Tag("slow")
@RequiresProgram(Program.NGINX)
final class FreezeTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int CYCLES = 6;

  /// Attempts after which an agent is past its first seconds, in which it loads its classes.
  private static final int STARTED = 30;

  private static final double NANOS = 1e9;
  private static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.95, 0.99);

  @Test
  void reportsThePercentilesThatAFreezingServerReallyHas() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections();
        Fleet fleet = new Fleet(bounds(), settings(nginx), List.of("zone-a"))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> response(fleet).count() > STARTED);
      ClassicHistogram before = response(fleet);
      try (ClosedLoop closedLoop = new ClosedLoop(nginx.url("/ok"), INTERVAL)) {
        Freezes freezes = new Freezes();
        freezes.run(nginx, CYCLES);
        LatencyHistogram truth = freezes.truth();
        LatencyHistogram closed = closedLoop.stop();
        assertThat(fleet.stopAgent(0)).isZero();

        Responses responses = new Responses(before, response(fleet));
        print(responses, truth, closed);
        assertThat(responses.quantile(0.95))
            .as("the truth is %s s", seconds(truth, 0.95))
            .isCloseTo(seconds(truth, 0.95), within(INTERVAL.toMillis() / 1e3));
        assertThat(seconds(truth, 0.95)).as("1.5 s by design").isBetween(1.3, 1.7);
        assertThat(seconds(closed, 0.95)).as("a closed loop sees nothing of it").isLessThan(0.75);
      }
    }
  }

  private static String settings(Nginx nginx) {
    return """
    mesh: {protocols: []}
    targets:
      - {name: frozen, url: "%s", interval: 100ms, timeout: 5s, connections: [new]}
    """
        .formatted(nginx.url("/ok"));
  }

  private static ClassicHistogram response(Fleet fleet) throws Exception {
    return Scrape.of(fleet.collectorMetrics())
        .histogram("zoneprobe_duration_seconds", Map.of("target", "frozen", "phase", "response"));
  }

  /// What was measured between two scrapes, those attempts included in which the host held the
  /// agent up: exact quantiles leave them out, and on a restless machine they are many.
  private record Responses(ClassicHistogram before, ClassicHistogram after) {
    /// The upper bound of the bucket that the quantile is in, one of [#bounds].
    double quantile(double quantile) {
      double rank = Math.ceil(quantile * (after.count() - before.count()));
      return after.cumulative().entrySet().stream()
          .filter(bucket ->
              bucket.getValue() - before.cumulative().getOrDefault(bucket.getKey(), 0.0) >= rank)
          .mapToDouble(Map.Entry::getKey)
          .findFirst()
          .orElseThrow();
    }
  }

  /// One each 20 ms around the quantiles that are compared.
  private static String bounds() {
    return Stream.of(
            DoubleStream.of(0.002, 0.005, 0.01, 0.1, 0.5),
            IntStream.rangeClosed(45, 55).mapToDouble(i -> i / 50.0),
            IntStream.rangeClosed(70, 80).mapToDouble(i -> i / 50.0),
            IntStream.rangeClosed(90, 105).mapToDouble(i -> i / 50.0))
        .flatMap(DoubleStream::boxed)
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "histogram: {bounds: [", "]}"));
  }

  private static double seconds(LatencyHistogram histogram, double quantile) {
    long rank = Math.max(1, (long) Math.ceil(quantile * histogram.count()));
    return histogram.nanosAtRank(rank) / NANOS;
  }

  private static void print(Responses responses, LatencyHistogram truth, LatencyHistogram closed) {
    StringBuilder table = new StringBuilder();
    table.append("a server that stops for 2 s in every 10 s, asked every 100 ms for 60 s\n");
    table.append("response in milliseconds:\n");
    table.append("%-9s %9s %9s %12s%n".formatted("quantile", "truth", "zoneprobe", "closed loop"));
    for (double quantile : QUANTILES) {
      table.append(
          "%-9s %9.0f %9.0f %12.1f%n"
              .formatted(
                  quantile,
                  seconds(truth, quantile) * 1e3,
                  responses.quantile(quantile) * 1e3,
                  seconds(closed, quantile) * 1e3));
    }
    ResultFile.write("freeze.txt", table.toString());
  }
}
