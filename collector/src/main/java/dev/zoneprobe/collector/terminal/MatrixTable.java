// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.terminal;

import dev.zoneprobe.terminal.DurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A matrix as lines of text: one for each pair of zones, in columns.
final class MatrixTable {
  private static final int LEFT_ALIGNED = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private MatrixTable() {}

  /// What is printed for `matrix`.
  static List<String> lines(MatrixAnswer matrix) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s of the mesh from %s to %s, before: from %s to %s"
            .formatted(
                printable(matrix.phase()),
                printable(matrix.span().from()),
                printable(matrix.span().until()),
                printable(matrix.before().from()),
                printable(matrix.before().until())));
    if (matrix.rows().isEmpty()) {
      lines.add(
          "nothing was reported in either; %d zones are known".formatted(matrix.zones().size()));
      return lines;
    }
    List<List<String>> table = new ArrayList<>();
    table.add(header(matrix.quantile()));
    for (List<@Nullable Double> row : matrix.rows()) {
      table.add(row(matrix, row));
    }
    lines.addAll(aligned(table));
    return lines;
  }

  private static List<String> header(double quantile) {
    String name = "p" + number(100 * quantile);
    return List.of(
        "from", "to", name, "at least", "at most", "before", "change", "attempts", "failed");
  }

  private static List<String> row(MatrixAnswer matrix, List<@Nullable Double> row) {
    OptionalDouble now = matrix.number(row, "seconds");
    OptionalDouble before = matrix.number(row, "before_seconds");
    return List.of(
        printable(matrix.zone(row, "source")),
        printable(matrix.zone(row, "destination")),
        now.isPresent() ? duration(now) : missing(matrix, row),
        duration(matrix.number(row, "lower")),
        duration(matrix.number(row, "upper")),
        duration(before),
        change(now, before),
        Long.toString(matrix.count(row, "attempts")),
        failed(matrix.count(row, "attempts"), matrix.count(row, "failures")));
  }

  private static String missing(MatrixAnswer matrix, List<@Nullable Double> row) {
    long samples = matrix.count(row, "samples");
    boolean nothing = samples == 0 && matrix.count(row, "attempts") == 0;
    return nothing
        ? "no data"
        : "needs %d more".formatted(Math.max(0, matrix.samplesNeeded() - samples));
  }

  private static String change(OptionalDouble now, OptionalDouble before) {
    return now.isPresent() && before.isPresent() && before.getAsDouble() > 0
        ? String.format(
            Locale.ROOT, "%+.0f %%", 100 * (now.getAsDouble() / before.getAsDouble() - 1))
        : "";
  }

  private static String failed(long attempts, long failures) {
    return failures == 0
        ? "0"
        : "%d (%s %%)"
            .formatted(failures, DurationText.digits(100.0 * failures / Math.max(1, attempts)));
  }

  private static String duration(OptionalDouble seconds) {
    return seconds.isPresent()
        ? DurationText.of(Math.round(seconds.getAsDouble() * NANOS_PER_SECOND))
        : "";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }

  private static List<String> aligned(List<List<String>> table) {
    int[] widths =
        IntStream.range(0, table.getFirst().size())
            .map(column -> table.stream().mapToInt(row -> width(row.get(column))).max().orElse(0))
            .toArray();
    return table.stream().map(row -> aligned(row, widths)).toList();
  }

  private static String aligned(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - width(row.get(column)));
      line.append(column < LEFT_ALIGNED ? row.get(column) + padding : padding + row.get(column));
      line.append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /// `text` without what could move a terminal's cursor.
  static String printable(String text) {
    return text.codePoints()
        .map(one -> Character.isISOControl(one) || isFormat(one) ? '?' : one)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isFormat(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT;
  }
}
