// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.node;

import dev.zoneprobe.collector.web.view.part.Csv;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Nodes as lines of values (RFC 4180); what is not known is empty.
final class NodesCsv {
  private NodesCsv() {}

  static String of(List<NodeRow> rows) {
    Stream<String> header = Stream.of(String.join(",", columns(NodeRow.NONE).keySet()));
    return Stream.concat(header, rows.stream().map(NodesCsv::line))
        .map(line -> line + "\r\n")
        .collect(Collectors.joining());
  }

  private static String line(NodeRow row) {
    return columns(row).values().stream().map(NodesCsv::value).collect(Collectors.joining(","));
  }

  private static SequencedMap<String, @Nullable Object> columns(NodeRow row) {
    SequencedMap<String, @Nullable Object> columns = new LinkedHashMap<>(row.hostColumns());
    add(columns, "source", row.source());
    add(columns, "destination", row.destination());
    columns.putAll(row.states());
    return columns;
  }

  private static void add(
      SequencedMap<String, @Nullable Object> columns, String name, NodeRow.Role role) {
    columns.put(name + "_attempts", role.attempts());
    columns.put(name + "_failures", role.failures());
    columns.put(name + "_samples", role.estimate().samples());
    columns.put(name + "_median", role.median().seconds());
    columns.put(name + "_seconds", role.estimate().seconds());
    columns.put(name + "_lower", role.estimate().lower());
    columns.put(name + "_upper", role.estimate().upper());
  }

  private static String value(@Nullable Object value) {
    return value instanceof String text ? Csv.quoted(text) : Objects.toString(value, "");
  }
}
