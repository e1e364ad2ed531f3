// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.PairClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Which pairs of zones are within a zone, across zones or across regions, as series of 1.
///
/// They come before whatever is counted by class, in the same group, and from the scraped counters,
/// so that a new pair has its class when its first attempts are counted. A pair keeps its class as
/// long as there are attempts to count, over scrapes that fail and collectors that begin anew:
/// attempts of no class would be slow ones.
final class ClassRules {
  /// What tells one pair of zones from the next.
  static final String PAIR = "cluster, source_zone, destination_zone";

  private static final String NAME = "zoneprobe:pair_class:info";
  private static final String PAIRS =
      "group by (" + PAIR + ") (last_over_time(zoneprobe_attempts_total{target=\"peer\"}[5m]))";

  private ClassRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.recording("zoneprobe:zone_region:info", ZONE_REGION),
        Rule.recording("zoneprobe:pair_regions:info", PAIR_REGIONS),
        Rule.recording(NAME, WITHIN_ZONE, labels(PairClass.WITHIN_ZONE)),
        Rule.recording(NAME, ACROSS_REGIONS, labels(PairClass.ACROSS_REGIONS)),
        Rule.recording(NAME, ACROSS_ZONES, labels(PairClass.ACROSS_ZONES)));
  }

  /// What restricts a query to pairs of these classes.
  static String only(List<PairClass> classes) {
    String names = classes.stream().map(PairClass::label).collect(Collectors.joining("|"));
    String operator = classes.size() == 1 ? "=" : "=~";
    return "and on (%s) %s{pair_class%s\"%s\"}".formatted(PAIR, NAME, operator, names);
  }

  private static SequencedMap<String, String> labels(PairClass pairClass) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("pair_class", pairClass.label());
    return labels;
  }

  private static final String ZONE_REGION =
      """
      topk by (cluster, zone) (
        1,
        group by (cluster, zone, region) (last_over_time(zoneprobe_node_info{zone!="unknown", region!=""}[5m]))
      )
      """;

  private static final String PAIR_REGIONS =
      PAIRS
          + """

          * on (cluster, source_zone) group_left (source_region)
          label_replace(
            label_replace(zoneprobe:zone_region:info, "source_zone", "$1", "zone", "(.*)"),
            "source_region", "$1", "region", "(.*)"
          )
          * on (cluster, destination_zone) group_left (destination_region)
          label_replace(
            label_replace(zoneprobe:zone_region:info, "destination_zone", "$1", "zone", "(.*)"),
            "destination_region", "$1", "region", "(.*)"
          )
          """;

  private static final String WITHIN_ZONE =
      PAIRS
          + """

          and on (cluster, source_zone, destination_zone)
          label_replace(
            group by (cluster, source_zone) (last_over_time(zoneprobe_attempts_total{target="peer"}[5m])),
            "destination_zone", "$1", "source_zone", "(.*)"
          )
          """;

  private static final String ACROSS_REGIONS =
      """
      group by (cluster, source_zone, destination_zone) (
        zoneprobe:pair_regions:info
        unless on (cluster, source_zone, destination_zone, source_region, destination_region)
        label_replace(zoneprobe:pair_regions:info, "destination_region", "$1", "source_region", "(.*)")
      )
      """;

  private static final String ACROSS_ZONES =
      PAIRS
          + """

          unless on (cluster, source_zone, destination_zone)
          zoneprobe:pair_class:info{pair_class=~"within_zone|across_regions"}
          """;
}
