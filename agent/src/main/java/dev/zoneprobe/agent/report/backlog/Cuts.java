// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

/// Which cuts of which boot a snapshot holds: its identity.
public record Cuts(Boot boot, long first, long last) {
  /// Refuses numbers below 1 and reversed ranges.
  public Cuts {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("not a range of cuts: " + first + " to " + last);
    }
  }

  /// How many cuts they are.
  public long count() {
    return last - first + 1;
  }

  /// Whether all of `other` is in here.
  public boolean covers(Cuts other) {
    return boot.equals(other.boot) && first <= other.first && other.last <= last;
  }

  /// Whether something of `other` is in here.
  public boolean overlaps(Cuts other) {
    return boot.equals(other.boot) && first <= other.last && other.first <= last;
  }

  /// Whether `next` begins where this ends.
  boolean isFollowedBy(Cuts next) {
    return boot.equals(next.boot) && next.first == last + 1;
  }
}
