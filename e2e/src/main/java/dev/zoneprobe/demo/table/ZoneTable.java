// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.demo.layout.Zone;
import dev.zoneprobe.demo.layout.ZonePair;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The zone × zone table: a block for each zone that probes, a column for each zone that is probed.
public final class ZoneTable {
  private final Readings readings;
  private final List<Row> rows;
  private final Ink ink;

  private ZoneTable(Readings readings, List<Row> rows, Ink ink) {
    this.readings = readings;
    this.rows = rows;
    this.ink = ink;
  }

  /// Lookup, connect and round trips.
  public static String summary(Readings readings, Ink ink) {
    return new ZoneTable(readings, Row.SHORT, ink).text();
  }

  /// Every phase that happened, by protocol.
  public static String byPhase(Readings readings, Ink ink) {
    return new ZoneTable(readings, Row.all(readings), ink).text();
  }

  private String text() {
    String heading =
        Columns.line(
            "p50 / p99 / failures", Stream.of(Zone.values()).map(zone -> "to " + zone.label()));
    return ink.bold(heading)
        + "\n"
        + Stream.of(Zone.values()).map(this::block).collect(Collectors.joining("\n"));
  }

  private String block(Zone source) {
    StringBuilder block = new StringBuilder();
    block.append(ink.bold("from " + source.label())).append('\n');
    block.append(cells(source, "  extra distance", this::distance)).append('\n');
    for (Row row : rows) {
      block.append(cells(source, "  " + row.text(), pair -> at(pair, row).text())).append('\n');
    }
    return block.toString();
  }

  private static String cells(Zone source, String title, Function<ZonePair, String> cell) {
    return Columns.line(title, ZonePair.from(source).map(cell));
  }

  private Reading at(ZonePair pair, Row row) {
    Way way = new Way(pair.source().label(), pair.destination().label(), Optional.empty());
    return readings.at(way, row);
  }

  private String distance(ZonePair pair) {
    Duration simulated = pair.extraRoundTrip();
    if (simulated.isZero()) {
      return "none";
    }
    OptionalDouble there = httpRoundTrip(pair);
    OptionalDouble within = httpRoundTrip(new ZonePair(pair.source(), pair.source()));
    String stated = "+" + simulated.toMillis() + ".00";
    return there.isPresent() && within.isPresent()
        ? stated + ", measured " + Reading.signed(there.getAsDouble() - within.getAsDouble())
        : stated;
  }

  private OptionalDouble httpRoundTrip(ZonePair pair) {
    return at(pair, new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP)).p50Seconds();
  }
}
