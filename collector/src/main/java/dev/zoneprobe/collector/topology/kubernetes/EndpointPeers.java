// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Subject;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Turns the endpoints of the agents' Service into peers.
///
/// What Kubernetes says is believed, but not that it is complete: an endpoint without node, address
/// or ports is passed over. A node that has several, as with both address families or while one pod
/// follows another, is one peer: the one that answers, and IPv4 before IPv6.
final class EndpointPeers {
  private static final String HTTP = "http";
  private static final String GRPC = "grpc";
  private static final String TCP = "tcp";

  private EndpointPeers() {}

  private record Candidate(Peer peer, boolean answers, boolean isIpv6) {
    private static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing((Candidate one) -> !one.answers)
            .thenComparing(Candidate::isIpv6)
            .thenComparing(one -> one.peer.host());
  }

  static Topology topology(Collection<EndpointSlice> slices, Map<String, HostFacts> hosts) {
    Map<String, Candidate> byNode = new TreeMap<>();
    for (EndpointSlice slice : slices) {
      for (Endpoint endpoint :
          Objects.requireNonNullElse(slice.getEndpoints(), List.<Endpoint>of())) {
        candidate(slice, endpoint, hosts)
            .ifPresent(one ->
                byNode.merge(
                    one.peer.node(),
                    one,
                    (a, b) -> Candidate.BEST_FIRST.compare(a, b) <= 0 ? a : b));
      }
    }
    List<Peer> peers = new ArrayList<>();
    List<Peer> away = new ArrayList<>();
    byNode.values().forEach(one -> (one.answers ? peers : away).add(one.peer));
    return new Topology(peers, away, hosts);
  }

  private static Optional<Candidate> candidate(
      EndpointSlice slice, Endpoint endpoint, Map<String, HostFacts> hosts) {
    List<String> addresses = Objects.requireNonNullElse(endpoint.getAddresses(), List.<String>of());
    String node = endpoint.getNodeName();
    Optional<Peer.Ports> ports = ports(slice);
    if (node == null || addresses.isEmpty() || ports.isEmpty() || !Label.isAllowed(node)) {
      return Optional.empty();
    }
    Peer peer =
        new Peer(
            node,
            zone(endpoint, Optional.ofNullable(hosts.get(node))),
            addresses.getFirst(),
            ports.get());
    return Optional.of(
        new Candidate(peer, answers(endpoint), "IPv6".equals(slice.getAddressType())));
  }

  private static String zone(Endpoint endpoint, Optional<HostFacts> host) {
    return Optional.ofNullable(endpoint.getZone())
        .or(() -> host.flatMap(HostFacts::zone))
        .filter(Label::isAllowed)
        .orElse(Subject.UNKNOWN_ZONE);
  }

  private static boolean answers(Endpoint endpoint) {
    EndpointConditions conditions = endpoint.getConditions();
    return conditions == null
        || (!Boolean.FALSE.equals(conditions.getReady())
            && !Boolean.TRUE.equals(conditions.getTerminating()));
  }

  private static Optional<Peer.Ports> ports(EndpointSlice slice) {
    return port(slice, HTTP)
        .flatMap(http ->
            port(slice, GRPC)
                .flatMap(grpc -> port(slice, TCP).map(tcp -> new Peer.Ports(http, grpc, tcp))));
  }

  private static Optional<Integer> port(EndpointSlice slice, String name) {
    return Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of()).stream()
        .filter(port -> name.equals(port.getName()))
        .map(EndpointPort::getPort)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
