// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.demo.layout.Zone;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The endpoints that the user added: a block for each, a line for each phase, a column for each
/// zone that probes it.
public final class TargetTable {
  private final Readings readings;
  private final String zone;
  private final Ink ink;

  /// @param zone the destination zone that all such endpoints have
  public TargetTable(Readings readings, String zone, Ink ink) {
    this.readings = readings;
    this.zone = zone;
    this.ink = ink;
  }

  /// The whole table; empty if nothing was probed in that zone.
  public String text() {
    return readings.targetsIn(zone).stream().map(this::block).collect(Collectors.joining("\n"));
  }

  private String block(String target) {
    StringBuilder block = new StringBuilder(ink.bold("to " + target)).append('\n');
    Stream<String> sources = Stream.of(Zone.values()).map(source -> "from " + source.label());
    block.append(Columns.line("  p50 / p99 / failures", sources)).append('\n');
    for (Row row : Row.all(readings)) {
      List<Reading> cells = cells(target, row);
      if (cells.stream().anyMatch(cell -> cell.samples() > 0)) {
        block.append(Columns.line("  " + row.text(), cells.stream().map(Reading::text)));
        block.append('\n');
      }
    }
    return block.toString();
  }

  private List<Reading> cells(String target, Row row) {
    return Stream.of(Zone.values())
        .map(source -> new Way(source.label(), zone, Optional.of(target)))
        .map(way -> readings.at(way, row))
        .toList();
  }
}
