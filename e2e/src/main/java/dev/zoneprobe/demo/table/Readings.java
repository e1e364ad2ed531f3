// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.demo.table.Scrape.Sample;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// A scrape of the collector, by zones, protocol, connection and phase. Immutable.
public final class Readings {
  private final List<Sample> quantiles;
  private final List<Sample> counts;
  private final List<Sample> attempts;

  /// Picks what the tables need out of `scrape`.
  public Readings(Scrape scrape) {
    quantiles =
        scrape.samples("zoneprobe_quantile_seconds").stream()
            .filter(sample -> sample.has(Map.of("bound", "estimate")))
            .toList();
    counts = scrape.samples("zoneprobe_duration_seconds_count");
    attempts = scrape.samples("zoneprobe_attempts_total");
  }

  /// How many attempts have ended.
  public long attempts() {
    return sum(attempts, Map.of());
  }

  Reading at(Way way, Row row) {
    Map<String, String> wanted = both(way.labels(), row.labels());
    Map<String, String> ended = both(way.labels(), row.in(Phase.TOTAL).labels());
    return new Reading(
        quantile(wanted, 0.5),
        quantile(wanted, 0.99),
        sum(counts, wanted),
        sum(counts, both(ended, Map.of("outcome", Outcome.Kind.FAILURE.label()))));
  }

  /// Whether `row` was measured anywhere.
  boolean has(Row row) {
    return sum(counts, row.labels()) > 0;
  }

  /// The names of the targets in a zone, sorted.
  Set<String> targetsIn(String destinationZone) {
    Set<String> names = new TreeSet<>();
    attempts.stream()
        .filter(sample -> sample.has(Map.of("destination_zone", destinationZone)))
        .forEach(sample -> names.add(sample.labels().getOrDefault("target", "")));
    return names;
  }

  private OptionalDouble quantile(Map<String, String> wanted, double quantile) {
    return quantiles.stream()
        .filter(sample -> sample.has(wanted) && quantileOf(sample) == quantile)
        .mapToDouble(Sample::value)
        .findFirst();
  }

  private static double quantileOf(Sample sample) {
    return Double.parseDouble(sample.labels().getOrDefault("quantile", "NaN"));
  }

  private static long sum(List<Sample> samples, Map<String, String> wanted) {
    return Math.round(
        samples.stream().filter(sample -> sample.has(wanted)).mapToDouble(Sample::value).sum());
  }

  private static Map<String, String> both(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }
}
