// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import dev.zoneprobe.collector.merge.Route;
import dev.zoneprobe.measure.interval.Slice;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The zones, targets and series that are known, and who brought them. Not thread-safe.
final class Room {
  /// What counts as a series: a route, and each of its slices.
  private record Key(Route route, Optional<Slice> slice) {
    static Key of(Route route) {
      return new Key(route, Optional.empty());
    }

    static Key of(Route route, Slice slice) {
      return new Key(route, Optional.of(slice));
    }
  }

  private final Allotment<String> zones;
  private final Allotment<String> targets;
  private final Allotment<Key> series;

  Room(LimitSettings settings) {
    zones = new Allotment<>(settings.zones(), Limit.ZONES, Limit.ZONES_OF_AGENT);
    targets = new Allotment<>(settings.targets(), Limit.TARGETS, Limit.TARGETS_OF_AGENT);
    series = new Allotment<>(settings.series(), Limit.SERIES, Limit.SERIES_OF_AGENT);
  }

  /// What keeps `node` from reporting `route`; empty if nothing does.
  Optional<Limit> obstacle(Route route, String node) {
    return series.contains(Key.of(route))
        ? Optional.empty()
        : zones
            .obstacle(zonesOf(route), node)
            .or(() -> targets.obstacle(Set.of(route.target()), node))
            .or(() -> series.obstacle(Set.of(Key.of(route)), node));
  }

  /// What keeps `node` from reporting `slice` of a route that is known; empty if nothing does.
  Optional<Limit> obstacle(Route route, Slice slice, String node) {
    return series.obstacle(Set.of(Key.of(route, slice)), node);
  }

  void take(Route route, String node) {
    zonesOf(route).forEach(zone -> zones.take(zone, node));
    targets.take(route.target(), node);
    series.take(Key.of(route), node);
  }

  void take(Route route, Slice slice, String node) {
    series.take(Key.of(route, slice), node);
  }

  void restore(Route route, Collection<Slice> slices) {
    zonesOf(route).forEach(zones::restore);
    targets.restore(route.target());
    series.restore(Key.of(route));
    slices.forEach(slice -> series.restore(Key.of(route, slice)));
  }

  /// Forgets these routes, and zones and targets that no other route has.
  void forget(Set<Route> routes) {
    series.forget(key -> routes.contains(key.route()));
    Set<String> zonesLeft =
        series.things().flatMap(key -> zonesOf(key.route()).stream()).collect(Collectors.toSet());
    zones.forget(zone -> !zonesLeft.contains(zone));
    Set<String> targetsLeft =
        series.things().map(key -> key.route().target()).collect(Collectors.toSet());
    targets.forget(target -> !targetsLeft.contains(target));
  }

  private static Set<String> zonesOf(Route route) {
    return Stream.of(route.sourceZone(), route.destinationZone())
        .collect(Collectors.toUnmodifiableSet());
  }

  int zones() {
    return zones.size();
  }

  int targets() {
    return targets.size();
  }

  int series() {
    return series.size();
  }
}
