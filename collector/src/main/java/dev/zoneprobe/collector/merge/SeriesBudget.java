// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

/// How many series may still be created, and how often one was refused. Not thread-safe.
final class SeriesBudget {
  private final int limit;
  private int used;
  private long refused;

  SeriesBudget(int limit) {
    this.limit = limit;
  }

  /// Takes room for one more series, or counts a refusal.
  boolean take() {
    if (used >= limit) {
      refused++;
      return false;
    }
    used++;
    return true;
  }

  /// Counts `series` that are refused because what they belong to was.
  void refuse(int series) {
    refused += series;
  }

  int used() {
    return used;
  }

  long refused() {
    return refused;
  }
}
