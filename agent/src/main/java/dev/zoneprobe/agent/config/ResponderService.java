// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.plan.MeshSettings;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Section;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The Service in front of all agents' responders: where it is, and the target that leads to them
/// through it.
final class ResponderService {
  /// What Kubernetes tells the containers of a namespace about its Service `zoneprobe-responder`.
  private static final String VARIABLE = "ZONEPROBE_RESPONDER_SERVICE_";

  private static final int PORT = 8780;
  private static final String NONE = "none";

  private ResponderService() {}

  /// An address and not a name: what is measured is the way, without lookups.
  static InetSocketAddress parse(String text) {
    return Nameserver.parse(text, PORT);
  }

  /// Where it is, as the environment says.
  ///
  /// @throws IllegalArgumentException if the environment says what cannot be
  static Optional<InetSocketAddress> told(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE + "HOST"))
        .map(host -> Nameserver.parse(host, port(environment)));
  }

  private static int port(Map<String, String> environment) {
    return Integer.parseInt(environment.getOrDefault(VARIABLE + "PORT_HTTP", String.valueOf(PORT)));
  }

  /// Its HTTP port as a URL.
  static String url(InetSocketAddress service) {
    return "http://" + NetUtil.toSocketAddressString(service) + "/";
  }

  /// Reads `service` of the section `mesh`: the target that compares with the peers of the plan, of
  /// HTTP because an answer over HTTP says whose it is.
  ///
  /// @param peers how the peers are probed
  static Optional<Target> path(Section mesh, MeshSettings peers, Map<String, String> environment) {
    Optional<InetSocketAddress> service = service(mesh, environment);
    return peers.protocols().contains(Protocol.HTTP)
        ? service.map(address -> target(address, peers))
        : Optional.empty();
  }

  private static Optional<InetSocketAddress> service(
      Section mesh, Map<String, String> environment) {
    try {
      return mesh.optional("service", ResponderService::unlessNone)
          .orElseGet(() -> told(environment));
    } catch (IllegalArgumentException e) {
      mesh.mistake("service", "the environment's " + VARIABLE + "*: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<InetSocketAddress> unlessNone(String text) {
    return text.equals(NONE) ? Optional.empty() : Optional.of(parse(text));
  }

  private static Target target(InetSocketAddress service, MeshSettings peers) {
    Subject subject =
        new Subject(Subject.UNKNOWN_ZONE, Subject.SERVICE, Protocol.HTTP, Subject.Owner.NONE);
    return new Target(
        subject,
        Optional.empty(),
        Endpoint.Http.get(URI.create(url(service))),
        peers.timing(),
        Set.<Connection>copyOf(peers.connections()));
  }
}
