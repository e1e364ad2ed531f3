// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScrapeTest {
  private static final Scrape SCRAPE =
      Scrape.parse(
          """
          # HELP calls_total How many.
          # TYPE calls_total counter
          calls_total{zone="a",outcome="success"} 3.0
          calls_total{zone="a",outcome="failure"} 1.0 # {trace="7"} 1.0 1700000000.1
          calls_total{zone="b, {\\"quoted\\"}",outcome="success"} 5
          # TYPE up gauge
          up 1
          # TYPE wait_seconds histogram
          wait_seconds_bucket{zone="a",le="0.01"} 2
          wait_seconds_bucket{zone="a",le="+Inf"} 3
          wait_seconds_bucket{zone="b",le="0.01"} 1
          wait_seconds_bucket{zone="b",le="+Inf"} 1
          wait_seconds_count{zone="a"} 3
          wait_seconds_count{zone="b"} 1
          wait_seconds_sum{zone="a"} 0.5
          wait_seconds_sum{zone="b"} 0.25
          # EOF
          """);

  @Test
  void findsAValueByItsLabels() {
    Map<String, String> labels = Map.of("zone", "a", "outcome", "failure");

    assertThat(SCRAPE.value("calls_total", labels)).contains(1.0);
  }

  @Test
  void hasNoValueForASeriesThatIsNotThere() {
    assertThat(SCRAPE.value("calls_total", Map.of("zone", "c"))).isEmpty();
  }

  @Test
  void refusesToChooseBetweenSeries() {
    assertThatThrownBy(() -> SCRAPE.value("calls_total", Map.of("zone", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("calls_total{zone=a} is not one series");
  }

  @Test
  void addsUpOverTheLabelsThatAreNotNamed() {
    assertThat(SCRAPE.sum("calls_total", Map.of("outcome", "success"))).isEqualTo(8.0);
  }

  @Test
  void understandsLabelsWithQuotesAndBraces() {
    assertThat(SCRAPE.value("calls_total", Map.of("zone", "b, {\"quoted\"}"))).contains(5.0);
  }

  @Test
  void addsUpHistograms() {
    Scrape.ClassicHistogram histogram = SCRAPE.histogram("wait_seconds", Map.of());

    assertThat(histogram.cumulative())
        .containsExactly(entry(0.01, 3.0), entry(Double.POSITIVE_INFINITY, 4.0));
    assertThat(histogram.count()).isEqualTo(4.0);
    assertThat(histogram.sum()).isEqualTo(0.75);
  }

  @Test
  void knowsTheTypesOfTheFamilies() {
    assertThat(SCRAPE.types())
        .containsExactly(
            entry("calls_total", "counter"),
            entry("up", "gauge"),
            entry("wait_seconds", "histogram"));
  }

  @Test
  void refusesALineThatIsNoSample() {
    assertThatThrownBy(() -> Scrape.parse("<html>")).hasMessage("not a sample: <html>");
  }
}
