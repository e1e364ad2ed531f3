// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.matrix;

import dev.zoneprobe.collector.web.view.part.Csv;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A matrix as a table in CSV (RFC 4180), zones by name.
public final class MatrixCsv {
  private static final String END_OF_LINE = "\r\n";

  private MatrixCsv() {}

  public static String of(MatrixView.Matrix matrix) {
    StringBuilder csv = new StringBuilder("source_zone,destination_zone");
    matrix.columns().stream().skip(2).forEach(column -> csv.append(',').append(column));
    csv.append(END_OF_LINE);
    for (List<@Nullable Number> row : matrix.rows()) {
      csv.append(zone(matrix, row.get(0))).append(',').append(zone(matrix, row.get(1)));
      for (int i = 2; i < row.size(); i++) {
        csv.append(',').append(Objects.toString(row.get(i), ""));
      }
      csv.append(END_OF_LINE);
    }
    return csv.toString();
  }

  private static String zone(MatrixView.Matrix matrix, @Nullable Number place) {
    return Csv.quoted(matrix.zones().get(Objects.requireNonNull(place).intValue()).zone());
  }
}
