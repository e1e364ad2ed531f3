// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.Topology;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All zones that are known, from topology, from agents and from what was measured.
///
/// @param topology as it is now
/// @param agents that report at the moment, by zone
public record ZoneList(Supplier<Topology> topology, Supplier<SortedMap<String, Long>> agents) {
  /// Those of a region together; zones without one come last.
  private static final Comparator<Zone> ORDER =
      Comparator.comparing(Zone::region, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Zone::zone);

  /// A zone, and who is there.
  ///
  /// @param nodes as topology says; null if it does not know the zone
  public record Zone(String zone, @Nullable String region, long agents, @Nullable Long nodes) {}

  /// These zones, and all others that are known.
  public List<Zone> with(Collection<String> measured) {
    Topology known = topology.get();
    Map<String, Long> nodes = known.nodesByZone();
    Map<String, Long> reporting = agents.get();
    Map<String, String> regions = regions(known);
    TreeSet<String> zones = new TreeSet<>(measured);
    zones.addAll(nodes.keySet());
    zones.addAll(reporting.keySet());
    return zones.stream()
        .map(zone ->
            new Zone(zone, regions.get(zone), reporting.getOrDefault(zone, 0L), nodes.get(zone)))
        .sorted(ORDER)
        .toList();
  }

  private static Map<String, String> regions(Topology topology) {
    Map<String, String> regions = new HashMap<>();
    for (HostFacts host : topology.hosts().values()) {
      host.zone().ifPresent(zone -> host.region().ifPresent(region -> regions.put(zone, region)));
    }
    return regions;
  }
}
