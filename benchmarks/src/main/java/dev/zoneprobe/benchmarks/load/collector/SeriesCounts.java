// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many samples a collector has counted in each series of durations.
///
/// @param bySeries keys are the labels as the scrape has them
public record SeriesCounts(Map<String, Long> bySeries) {
  private static final Pattern COUNT =
      Pattern.compile("zoneprobe_duration_seconds_count\\{(.*)} (\\S+)");
  private static final Pattern SOURCE_ZONE = Pattern.compile("(?:^|,)source_zone=\"([^\"]*)\"");

  /// Reads them from a scrape in [Scrape.Format#TEXT].
  public static SeriesCounts of(Scrape text) {
    Map<String, Long> counts = new HashMap<>();
    text.text()
        .lines()
        .map(COUNT::matcher)
        .filter(Matcher::matches)
        .forEach(count -> counts.put(count.group(1), (long) Double.parseDouble(count.group(2))));
    return new SeriesCounts(counts);
  }

  /// What came in since `before`: how many samples of how many series, by source zone. Series that
  /// are exposed at zero are none of them.
  Map<String, Map<String, Long>> byZoneSince(SeriesCounts before) {
    Map<String, Map<String, Long>> zones = new HashMap<>();
    bySeries.forEach((labels, count) -> {
      Matcher zone = SOURCE_ZONE.matcher(labels);
      long came = count - before.bySeries.getOrDefault(labels, 0L);
      if (came != 0 && zone.find()) {
        zones.computeIfAbsent(zone.group(1), _ -> new HashMap<>()).put(labels, came);
      }
    });
    return zones;
  }
}
