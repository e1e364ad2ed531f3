// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.document;

import dev.zoneprobe.deploy.manifest.Repository;
import java.util.Arrays;
import java.util.List;

/// The first table under a heading of the second level of a document.
///
/// @param rows without the head; each a list of its cells, without backticks
record Table(List<List<String>> rows) {
  static Table under(String document, String heading) {
    String text = Repository.text(document);
    int begin = text.indexOf("\n## " + heading + "\n");
    if (begin < 0) {
      throw new IllegalArgumentException("no heading " + heading + " in " + document);
    }
    return new Table(
        text.substring(begin)
            .lines()
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(Table::cells)
            .toList());
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1).split("\\|", -1))
        .map(cell -> cell.replace("`", "").strip())
        .toList();
  }

  /// The rows with their first cells only.
  List<List<String>> first(int cells) {
    return rows.stream().map(row -> row.subList(0, cells)).toList();
  }
}
