// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.durations;
import static dev.zoneprobe.collector.Snapshots.merge;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.merge.MergeSettings;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// More series than one frame may bring, each with two durations as far apart as they can be, in
/// the heap that a collector is meant to run with.
final class ScrapeMemoryTest {
  private static final int SUBJECTS = 115;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /// Scrapes three times at once, in a process of its own.
  static final class Scraping {
    public static void main(String[] arguments) {
      ZoneMatrix matrix = matrix();
      ZoneMetrics metrics =
          new ZoneMetrics(
              new ExposeSettings(WINDOW, List.of(0.5, 0.99)),
              matrix,
              () -> new Topology(List.of(), List.of(), Map.of()),
              Map::of,
              _ -> true);
      long families =
          Stream.generate(() -> CompletableFuture.supplyAsync(metrics::collect))
              .limit(3)
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList()
              .stream()
              .flatMap(scrape -> scrape.stream())
              .count();
      System.out.println("scraped " + families);
    }
  }

  private static ZoneMatrix matrix() {
    ZoneMatrix matrix =
        new ZoneMatrix(
            new MergeSettings(WINDOW, 6, List.of(0.001, 0.01, 0.1, 1.0)), InstantSource.fixed(NOW));
    LatencyHistogram wide = durations(600, 59_000_000_000L);
    for (int i = 0; i < SUBJECTS; i++) {
      Subject subject = new Subject("zone-b", "target-" + i, Protocol.HTTP, Subject.Owner.NONE);
      merge(
          matrix,
          snapshot(
              "node-a",
              span(i + 1, i + 1),
              new SubjectInterval(subject, Counts.NONE, everySlice(wide), List.of())));
    }
    return matrix;
  }

  private static Map<Slice, SubjectInterval.Series> everySlice(LatencyHistogram histogram) {
    Map<Slice, SubjectInterval.Series> series = new HashMap<>();
    for (Phase phase : Phase.values()) {
      for (Connection connection : Connection.values()) {
        for (Outcome.Kind outcome : Outcome.Kind.values()) {
          for (SourceState state : SourceState.values()) {
            series.put(
                new Slice(phase, connection, outcome, state),
                new SubjectInterval.Series(histogram, Optional.empty()));
          }
        }
      }
    }
    return series;
  }

  @Test
  void threeScrapesAtOnceFitBesideSeriesOfDurationsFarApart() throws Exception {
    Process scraping =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "@jvm.options",
                "-cp",
                System.getProperty("java.class.path"),
                Scraping.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(scraping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(scraping.waitFor()).as(output).isZero();
    assertThat(output).contains("scraped ");
  }
}
