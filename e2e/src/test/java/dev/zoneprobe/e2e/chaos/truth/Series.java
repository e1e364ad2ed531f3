// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which counter of a collector: its name and its labels.
record Series(String name, SortedMap<String, String> labels) implements Comparable<Series> {
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::name).thenComparing(series -> series.labels().toString());

  Series {
    labels = Collections.unmodifiableSortedMap(labels);
  }

  static Series of(String name, Map<String, String> labels) {
    return new Series(name, new TreeMap<>(labels));
  }

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + labels;
  }
}
