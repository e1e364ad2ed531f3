// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.demo.table.Scrape.Sample;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// A scrape of the collector, by zones, protocol and phase. Immutable.
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

  /// All attempts that have ended.
  public long attempts() {
    return sum(attempts, Map.of());
  }

  Reading at(Way way, Protocol protocol, Phase phase) {
    Map<String, String> attempted = Way.with(way.labels(), "protocol", protocol.label());
    Map<String, String> measured = Way.with(attempted, "phase", phase.label());
    return new Reading(
        quantile(measured, 0.5),
        quantile(measured, 0.99),
        sum(counts, measured),
        sum(attempts, Way.with(attempted, "outcome", Outcome.Kind.FAILURE.label())));
  }

  /// Whether `phase` happened anywhere with `protocol`.
  boolean has(Protocol protocol, Phase phase) {
    Map<String, String> wanted = Map.of("protocol", protocol.label(), "phase", phase.label());
    return counts.stream().anyMatch(sample -> sample.has(wanted) && sample.value() > 0);
  }

  /// The names of the targets in a zone that were probed with `protocol`, sorted.
  Set<String> targetsIn(String destinationZone, Protocol protocol) {
    Map<String, String> wanted =
        Map.of("destination_zone", destinationZone, "protocol", protocol.label());
    Set<String> names = new TreeSet<>();
    attempts.stream()
        .filter(sample -> sample.has(wanted))
        .forEach(sample -> names.add(sample.labels().getOrDefault("target", "")));
    return names;
  }

  private OptionalDouble quantile(Map<String, String> measured, double quantile) {
    return quantiles.stream()
        .filter(sample -> sample.has(measured))
        .filter(sample -> quantile == quantileOf(sample))
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
}
