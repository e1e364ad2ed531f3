// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import java.util.Locale;
import java.util.stream.Stream;

/// The shape that all tables share: a title and three columns, at most 99 characters.
final class Columns {
  private Columns() {}

  /// One line, without its end.
  ///
  /// @param cells three of them
  static String line(String title, Stream<String> cells) {
    Object[] columns = Stream.concat(Stream.of(title), cells).toArray();
    return String.format(Locale.ROOT, "%-25s%-25s%-25s%-24s", columns).stripTrailing();
  }
}
