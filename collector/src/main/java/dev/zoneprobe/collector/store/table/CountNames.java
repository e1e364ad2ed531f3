// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.trace.Retransmits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts by name, as rows have them: `success`, `failure:connect_timeout`, `skipped:stopping`,
/// `retransmit:syn`.
public final class CountNames {
  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure:";
  private static final String SKIPPED = "skipped:";
  private static final String SYN = "retransmit:syn";
  private static final String SEGMENT = "retransmit:segment";

  private CountNames() {}

  /// What is not zero.
  public static Map<String, Long> of(Counts counts) {
    Map<String, Long> named = new TreeMap<>();
    named.put(SUCCESS, counts.successes());
    counts.failures().forEach((why, count) -> named.put(FAILURE + why.label(), count));
    counts.skipped().forEach((why, count) -> named.put(SKIPPED + why.label(), count));
    named.put(SYN, counts.retransmits().syns());
    named.put(SEGMENT, counts.retransmits().segments());
    named.values().removeIf(count -> count == 0);
    return named;
  }

  /// The counts that have these names.
  ///
  /// @throws IllegalArgumentException if a name is not one of ours, or a count is negative
  public static Counts counts(Map<String, Long> named) {
    Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
    named.forEach((name, count) -> {
      if (name.startsWith(FAILURE)) {
        failures.put(Label.of(List.of(Failure.values()), after(FAILURE, name)), count);
      } else if (name.startsWith(SKIPPED)) {
        skipped.put(Label.of(List.of(SkipReason.values()), after(SKIPPED, name)), count);
      }
    });
    return new Counts(
        named.getOrDefault(SUCCESS, 0L),
        failures,
        skipped,
        new Retransmits(named.getOrDefault(SYN, 0L), named.getOrDefault(SEGMENT, 0L)));
  }

  private static String after(String prefix, String name) {
    return name.substring(prefix.length());
  }
}
