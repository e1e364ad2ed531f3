// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A line of a zone's block: one phase of one protocol, over new or over reused connections.
record Row(Protocol protocol, Connection connection, Phase phase) {
  /// What is shown unless more is asked for.
  static final List<Row> SHORT =
      List.of(
          new Row(Protocol.DNS, Connection.NEW, Phase.DNS_LOOKUP),
          new Row(Protocol.TCP, Connection.NEW, Phase.TCP_CONNECT),
          new Row(Protocol.HTTP, Connection.NEW, Phase.ROUND_TRIP),
          new Row(Protocol.HTTP, Connection.REUSED, Phase.ROUND_TRIP),
          new Row(Protocol.GRPC, Connection.NEW, Phase.ROUND_TRIP),
          new Row(Protocol.GRPC, Connection.REUSED, Phase.ROUND_TRIP));

  /// The phases of the network; the others tell about the agent's schedule.
  private static final Set<Phase> PHASES =
      EnumSet.complementOf(EnumSet.of(Phase.LATE, Phase.RESPONSE));

  /// Every phase that happened, by protocol and connection.
  static List<Row> all(Readings readings) {
    List<Row> rows = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (Connection connection : Connection.values()) {
        PHASES.stream()
            .map(phase -> new Row(protocol, connection, phase))
            .filter(readings::has)
            .forEach(rows::add);
      }
    }
    return rows;
  }

  /// The same attempts, in another phase.
  Row in(Phase other) {
    return new Row(protocol, connection, other);
  }

  /// The labels that select it.
  Map<String, String> labels() {
    return Map.of(
        "protocol", protocol.label(), "connection", connection.label(), "phase", phase.label());
  }

  /// Such as `tcp connect` or `http reused round trip`.
  String text() {
    return switch (protocol) {
      case DNS, TCP -> shortText();
      case HTTP, GRPC -> words(protocol) + " " + words(connection) + " " + words(phase);
    };
  }

  private String shortText() {
    String what = words(phase);
    return what.startsWith(words(protocol) + " ") ? what : words(protocol) + " " + what;
  }

  private static String words(Label label) {
    return label.label().replace('_', ' ');
  }
}
