// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import java.util.List;
import java.util.stream.Stream;

/// A line of a zone's block: one phase of one protocol.
record Row(Protocol protocol, Phase phase) {
  /// What is shown unless more is asked for.
  static final List<Row> SHORT =
      List.of(
          new Row(Protocol.DNS, Phase.DNS_LOOKUP),
          new Row(Protocol.TCP, Phase.TCP_CONNECT),
          new Row(Protocol.HTTP, Phase.ROUND_TRIP),
          new Row(Protocol.GRPC, Phase.ROUND_TRIP));

  /// Every phase that happened, by protocol.
  static List<Row> all(Readings readings) {
    return Stream.of(Protocol.values())
        .flatMap(protocol -> Stream.of(Phase.values()).map(phase -> new Row(protocol, phase)))
        .filter(row -> readings.has(row.protocol(), row.phase()))
        .toList();
  }

  /// Such as `tcp connect` or `http tcp connect`.
  String text() {
    String what = words(phase);
    return what.startsWith(words(protocol) + " ") ? what : words(protocol) + " " + what;
  }

  private static String words(Label label) {
    return label.label().replace('_', ' ');
  }
}
