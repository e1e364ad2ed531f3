// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// One rule, as the entries that Prometheus reads.
record Rule(SequencedMap<String, Object> entries) {
  /// Records what `query` gives as `name`.
  ///
  /// @param query its lines
  static Rule recording(String name, String query) {
    return recording(name, query, new LinkedHashMap<>());
  }

  /// As [#recording(String, String)], with more labels.
  static Rule recording(String name, String query, SequencedMap<String, String> labels) {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("record", name);
    entries.put("expr", query.stripTrailing() + "\n");
    if (!labels.isEmpty()) {
      entries.put("labels", labels);
    }
    return new Rule(entries);
  }

  /// Tells somebody while `query` gives anything, and has done so for some time.
  static Rule alert(
      String name,
      String query,
      String patience,
      SequencedMap<String, String> labels,
      SequencedMap<String, String> annotations) {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("alert", name);
    entries.put("expr", query.stripTrailing() + "\n");
    entries.put("for", patience);
    entries.put("labels", labels);
    entries.put("annotations", annotations);
    return new Rule(entries);
  }

  /// Rules that are evaluated in turn, at the same moment, each minute.
  static Map<String, Object> group(String name, List<Rule> rules) {
    SequencedMap<String, Object> group = new LinkedHashMap<>();
    group.put("name", name);
    group.put("interval", "1m");
    group.put("rules", rules.stream().map(Rule::entries).toList());
    return group;
  }
}
