// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns the peers of a plan into targets. What the collector sends is checked like any input.
/// Thread-safe.
public final class MeshTargets {
  private static final int MOST_PEERS = 500;

  private final MeshSettings settings;

  /// Creates targets as `settings` want them.
  public MeshTargets(MeshSettings settings) {
    this.settings = settings;
  }

  /// One target for each peer and protocol.
  ///
  /// @throws IllegalArgumentException if the plan cannot be an honest one
  public List<Target> of(Plan plan) {
    if (plan.getPeersCount() > MOST_PEERS) {
      throw new IllegalArgumentException(
          "plan of " + plan.getPeersCount() + " peers, the limit is " + MOST_PEERS);
    }
    List<Target> targets = new ArrayList<>();
    for (Peer peer : plan.getPeersList()) {
      settings.protocols().forEach(protocol -> targets.add(target(peer, protocol)));
    }
    return targets;
  }

  private Target target(Peer peer, Protocol protocol) {
    Label.checked("node", peer.getNode());
    PeerHost.check(peer);
    Subject subject = new Subject(peer.getZone(), Subject.PEER, protocol, Subject.Owner.NONE);
    return new Target(
        subject,
        Optional.of(peer.getNode()),
        endpoint(peer, protocol),
        settings.timing(),
        connections(protocol));
  }

  private Set<Connection> connections(Protocol protocol) {
    return protocol == Protocol.TCP ? Set.of(Connection.NEW) : Set.copyOf(settings.connections());
  }

  private static Endpoint endpoint(Peer peer, Protocol protocol) {
    return switch (protocol) {
      case TCP -> new Endpoint.Tcp(peer.getHost(), port(peer.getTcpPort()));
      case HTTP ->
          Endpoint.Http.get(
              URI.create(
                  "http://%s:%d/".formatted(inUri(peer.getHost()), port(peer.getHttpPort()))));
      case GRPC ->
          new Endpoint.Grpc(peer.getHost(), port(peer.getGrpcPort()), "", Optional.empty());
      case DNS -> throw new IllegalArgumentException("peers do not answer DNS queries");
    };
  }

  private static String inUri(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static int port(int port) {
    return new Range<>(1, 65_535).checked(port);
  }
}
