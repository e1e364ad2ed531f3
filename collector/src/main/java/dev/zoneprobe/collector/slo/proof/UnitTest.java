// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// One unit test of rules, being put together; a sample each minute.
final class UnitTest {
  private final String name;
  private final List<Map<String, Object>> series = new ArrayList<>();
  private final List<Map<String, Object>> expectations = new ArrayList<>();

  /// @param name a sentence that says what holds
  UnitTest(String name) {
    this.name = name;
  }

  /// Gives a series, its values as promtool writes them.
  UnitTest given(String selector, String values) {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("series", selector);
    entries.put("values", values);
    series.add(entries);
    return this;
  }

  /// Expects that `query` gives the number 1, without labels.
  UnitTest one(String query, int minute) {
    return expect(query, minute, List.of(Map.of("value", 1)));
  }

  /// Expects that `query` gives nothing.
  UnitTest nothing(String query, int minute) {
    return expect(query, minute, List.of());
  }

  private UnitTest expect(String query, int minute, List<Map<String, Object>> samples) {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("expr", query);
    entries.put("eval_time", minute + "m");
    entries.put("exp_samples", samples);
    expectations.add(entries);
    return this;
  }

  /// As promtool reads it.
  Map<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("name", name);
    entries.put("interval", "1m");
    entries.put("input_series", series);
    entries.put("promql_expr_test", expectations);
    return entries;
  }
}
