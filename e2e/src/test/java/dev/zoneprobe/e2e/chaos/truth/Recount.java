// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What was cut against what was counted.
///
/// @param cut by agents
/// @param counted by all collectors together
public record Recount(Tally cut, Tally counted) {
  private static final String ROW = "%-9s %-9s %-9s %-8s %-8s %-16s %9s %9s %6s %8s%n";

  /// What was cut and is not counted.
  public long lost(String name) {
    return differences(name).map(difference -> Math.max(0, difference)).sum();
  }

  /// What is counted more often than it was cut.
  public long doubled(String name) {
    return differences(name).map(difference -> Math.max(0, -difference)).sum();
  }

  /// Attempts that were cut and are not counted.
  public long lost() {
    return lost(Tally.ATTEMPTS);
  }

  /// Attempts that are counted more often than they were cut.
  public long doubled() {
    return doubled(Tally.ATTEMPTS);
  }

  private LongStream differences(String name) {
    return all()
        .filter(series -> series.name().equals(name))
        .mapToLong(series -> cut.count(series) - counted.count(series));
  }

  private Stream<Series> all() {
    TreeSet<Series> all = new TreeSet<>(cut.counts().keySet());
    all.addAll(counted.counts().keySet());
    return all.stream();
  }

  /// The series in which the two differ, a line each.
  public List<String> disagreements() {
    return all()
        .filter(series -> cut.count(series) != counted.count(series))
        .map(series ->
            "%s: cut %d, counted %d".formatted(series, cut.count(series), counted.count(series)))
        .toList();
  }

  /// For people: attempts, series by series, and the sums of all the others.
  public String table() {
    StringBuilder table =
        new StringBuilder(
            ROW.formatted(
                "from",
                "to",
                "target",
                "protocol",
                "outcome",
                "reason",
                "cut",
                "counted",
                "lost",
                "doubled"));
    all()
        .filter(series -> series.name().equals(Tally.ATTEMPTS))
        .forEach(series -> {
          Map<String, String> labels = series.labels();
          table.append(
              ROW.formatted(
                  labels.get("source_zone"),
                  labels.get("destination_zone"),
                  labels.get("target"),
                  labels.get("protocol"),
                  labels.get("outcome"),
                  labels.get("reason"),
                  cut.count(series),
                  counted.count(series),
                  Math.max(0, cut.count(series) - counted.count(series)),
                  Math.max(0, counted.count(series) - cut.count(series))));
        });
    for (String name :
        List.of(Tally.ATTEMPTS, Tally.SKIPPED, Tally.DURATIONS, Tally.DURATION_SUMS)) {
      table.append(
          "all of %s: cut %,d, counted %,d, lost %,d, doubled %,d%n"
              .formatted(
                  name.equals(Tally.DURATION_SUMS) ? name + " (ns)" : name,
                  cut.sum(name, Map.of()),
                  counted.sum(name, Map.of()),
                  lost(name),
                  doubled(name)));
    }
    return table.toString();
  }
}
