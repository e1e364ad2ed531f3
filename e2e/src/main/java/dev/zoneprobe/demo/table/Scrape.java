// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import java.util.List;
import java.util.Map;

/// One answer of a `/metrics` page in the Prometheus text format, version 0.0.4. Immutable.
///
/// Lines are read when they are asked for: a page has many thousands, and few are wanted.
public record Scrape(String text) {
  /// The `Accept` header that asks for this format.
  public static final String FORMAT = "text/plain;version=0.0.4";

  /// One line of the page.
  public record Sample(String name, Map<String, String> labels, double value) {
    /// Whether the sample has all of `wanted` among its labels.
    public boolean has(Map<String, String> wanted) {
      return labels.entrySet().containsAll(wanted.entrySet());
    }
  }

  /// The samples of that name, in the page's order. Histograms have names such as `…_count`.
  ///
  /// @throws IllegalArgumentException quoting the line, if one of them is not in the format
  public List<Sample> samples(String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .filter(line -> line.startsWith("{", name.length()) || line.startsWith(" ", name.length()))
        .map(line -> new SampleLine(line).read(name))
        .toList();
  }
}
