// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.settings.Quantity;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a subject is promised.
///
/// @param bounds of the classic histograms, in seconds
record GoalReader(List<Double> bounds) {
  /// Below 95 % the fastest burn rate could not fire however bad it is.
  private static final Range<BigDecimal> PERCENT =
      new Range<>(new BigDecimal("95"), new BigDecimal("99.999"));

  /// The goals in a section; a mistake at `key` if there is none.
  List<Goal> read(Section section, String key) {
    List<Goal> goals = new ArrayList<>();
    if (section.has("latency")) {
      latency(section.section("latency")).ifPresent(goals::add);
    }
    if (section.has("availability")) {
      percent(section.section("availability"))
          .ifPresent(percent -> goals.add(new Goal.Available(percent)));
    }
    if (!section.has("latency") && !section.has("availability") && section.has(key)) {
      section.mistake(key, "has neither latency nor availability");
    }
    return List.copyOf(goals);
  }

  private Optional<Goal> latency(Section section) {
    Optional<BigDecimal> percent = percent(section);
    Optional<Duration> threshold = section.required("threshold", this::threshold);
    return percent.flatMap(share -> threshold.map(within -> new Goal.Fast(share, within)));
  }

  private static Optional<BigDecimal> percent(Section section) {
    return section.required("objective", GoalReader::percent);
  }

  private static BigDecimal percent(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
    try {
      return PERCENT.checked(new BigDecimal(number));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a percentage such as 99.9", e);
    }
  }

  private Duration threshold(String text) {
    Duration threshold = Quantity.duration(text);
    BigDecimal seconds = BigDecimal.valueOf(threshold.toNanos(), 9);
    if (bounds.stream().noneMatch(bound -> BigDecimal.valueOf(bound).compareTo(seconds) == 0)) {
      throw new IllegalArgumentException(
          "not a bound of histogram.bounds "
              + bounds
              + ", so that classic histograms cannot count it: add it there, and name that file"
              + " with --config");
    }
    return threshold;
  }
}
