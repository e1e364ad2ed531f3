// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.terminal;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a collector answered, as far as the table needs it; `openapi.yaml` describes it. Fields may
/// be null until [#isWhole()] says that they are not.
record MatrixAnswer(
    Span span,
    Span before,
    String phase,
    double quantile,
    long samplesNeeded,
    List<Zone> zones,
    List<String> columns,
    List<List<@Nullable Double>> rows) {

  /// The minutes that the numbers are of.
  record Span(String from, String until) {}

  /// One that rows point to.
  record Zone(String zone) {}

  /// Whether everything is there, and each row has a value for each column.
  boolean isWhole() {
    return Stream.of(span, before, phase, zones, columns, rows).allMatch(Objects::nonNull)
        && rows.stream().allMatch(row -> row.size() == columns.size())
        && columns.containsAll(List.of("source", "destination", "samples", "seconds", "attempts"));
  }

  /// The number in a row's column; empty if it is not known.
  OptionalDouble number(List<@Nullable Double> row, String column) {
    int place = columns.indexOf(column);
    Double value = place < 0 ? null : row.get(place);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  long count(List<@Nullable Double> row, String column) {
    return (long) number(row, column).orElse(0);
  }

  String zone(List<@Nullable Double> row, String column) {
    return zones.get((int) count(row, column)).zone();
  }
}
