// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

import dev.zoneprobe.measure.interval.Counts;
import java.util.Map;
import java.util.TreeMap;

/// What was counted.
public record Tally(
    long attempts, long failures, long skipped, long synRetransmits, long segmentRetransmits) {

  public static Tally of(Counts counts) {
    return new Tally(
        counts.ended(),
        counts.failed(),
        counts.skipped().values().stream().mapToLong(Long::longValue).sum(),
        counts.retransmits().syns(),
        counts.retransmits().segments());
  }

  /// How often attempts failed, by reason.
  public static Map<String, Long> reasons(Counts counts) {
    Map<String, Long> reasons = new TreeMap<>();
    counts.failures().forEach((reason, count) -> reasons.put(reason.label(), count));
    return reasons;
  }
}
