// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.demo.layout.Zone;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
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
    return Stream.of(Protocol.values()).map(this::blocks).collect(Collectors.joining());
  }

  private String blocks(Protocol protocol) {
    return readings.targetsIn(zone, protocol).stream()
        .map(target -> block(protocol, target))
        .collect(Collectors.joining());
  }

  private String block(Protocol protocol, String target) {
    String sources =
        Columns.line("", Stream.of(Zone.values()).map(source -> "from " + source.label()));
    return "\n" + ink.bold("to " + target) + "\n" + sources + "\n" + lines(protocol, target);
  }

  private String lines(Protocol protocol, String target) {
    StringBuilder lines = new StringBuilder();
    for (Phase phase : Phase.values()) {
      List<Reading> cells = cells(protocol, target, phase);
      if (cells.stream().anyMatch(cell -> cell.samples() > 0)) {
        String title = "  " + new Row(protocol, phase).text();
        lines.append(Columns.line(title, cells.stream().map(Reading::text))).append('\n');
      }
    }
    return lines.toString();
  }

  private List<Reading> cells(Protocol protocol, String target, Phase phase) {
    return Stream.of(Zone.values())
        .map(source -> new Way(source.label(), zone, Optional.of(target)))
        .map(way -> readings.at(way, protocol, phase))
        .toList();
  }
}
