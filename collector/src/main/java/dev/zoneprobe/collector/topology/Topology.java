// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import dev.zoneprobe.measure.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All agents that there should be, each node once, and what is known of their hosts. Immutable.
///
/// @param peers those that answer probes
/// @param away those that do not at present: not ready yet, or about to end
/// @param hosts by node; nodes of which nothing is known are absent
public record Topology(List<Peer> peers, List<Peer> away, Map<String, HostFacts> hosts) {
  /// Before anything is known.
  public static final Topology NOTHING = new Topology(List.of());

  /// Copies the lists; refuses a node that is in them twice.
  public Topology {
    peers = List.copyOf(peers);
    away = List.copyOf(away);
    hosts = Map.copyOf(hosts);
    int known = peers.size() + away.size();
    long nodes = Stream.concat(peers.stream(), away.stream()).map(Peer::node).distinct().count();
    if (nodes != known) {
      throw new IllegalArgumentException(known + " peers on " + nodes + " nodes");
    }
  }

  /// Peers that all answer, on hosts of which nothing else is known.
  public Topology(List<Peer> peers) {
    this(peers, List.of(), Map.of());
  }

  private Stream<Peer> all() {
    return Stream.concat(peers.stream(), away.stream());
  }

  /// All nodes that should have an agent.
  public Set<String> nodes() {
    return all().map(Peer::node).collect(Collectors.toUnmodifiableSet());
  }

  /// How many nodes each zone has, by zone.
  public SortedMap<String, Long> nodesByZone() {
    return all().collect(Collectors.groupingBy(Peer::zone, TreeMap::new, Collectors.counting()));
  }

  /// The zone of each node whose zone is known.
  public Map<String, String> zones() {
    return all()
        .filter(peer -> !peer.zone().equals(Subject.UNKNOWN_ZONE))
        .collect(Collectors.toUnmodifiableMap(Peer::node, Peer::zone));
  }

  /// How many nodes have no zone that is known.
  public long nodesWithoutZone() {
    return all().filter(peer -> peer.zone().equals(Subject.UNKNOWN_ZONE)).count();
  }

  /// Which nodes have neither an agent nor a host in it, though it has others: where nothing is
  /// known, nothing is lacking. Working it out takes time for every node, asking it takes none.
  public Predicate<String> lacking() {
    Set<String> nodes = nodes();
    return node -> !nodes.isEmpty() && !nodes.contains(node) && !hosts.containsKey(node);
  }

  /// What is known of the host of `node`.
  public Optional<HostFacts> host(String node) {
    return Optional.ofNullable(hosts.get(node));
  }
}
