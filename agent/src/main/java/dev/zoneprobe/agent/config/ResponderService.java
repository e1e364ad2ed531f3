// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.plan.MeshSettings;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The Service in front of all agents' responders: where it is, and the targets that lead to them
/// through it.
final class ResponderService {
  /// What Kubernetes tells the containers of a namespace about its Service `zoneprobe-responder`.
  private static final String VARIABLE = "ZONEPROBE_RESPONDER_SERVICE_";

  private static final int HTTP_PORT = 8780;
  private static final int GRPC_PORT = 8781;
  private static final Range<Integer> PORTS = new Range<>(1, 65_535);
  private static final String NONE = "none";

  private ResponderService() {}

  /// An address and not a name: what is measured is the way, without lookups.
  static InetSocketAddress parse(String text) {
    return Nameserver.parse(text, HTTP_PORT);
  }

  /// Where its HTTP port is, as the environment says; what cannot be is a mistake of the key
  /// `service` of `section`.
  static Optional<InetSocketAddress> told(Section section, Map<String, String> environment) {
    return possible(section, () -> told(environment), Optional.empty());
  }

  private static <T> T possible(Section section, Supplier<T> told, T otherwise) {
    try {
      return told.get();
    } catch (IllegalArgumentException e) {
      section.mistake("service", "the environment's " + VARIABLE + "*: " + e.getMessage());
      return otherwise;
    }
  }

  private static Optional<InetSocketAddress> told(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE + "HOST"))
        .map(host -> Nameserver.parse(host, port(environment, Protocol.HTTP, HTTP_PORT)));
  }

  private static int port(Map<String, String> environment, Protocol protocol, int absent) {
    String variable = VARIABLE + "PORT_" + protocol.name();
    return PORTS.checked(
        Integer.valueOf(environment.getOrDefault(variable, String.valueOf(absent))));
  }

  /// Its HTTP port as a URL.
  static String url(InetSocketAddress service) {
    return "http://" + NetUtil.toSocketAddressString(service) + "/";
  }

  /// Reads `service` and `serviceGrpcPort` of the section `mesh`: the targets that compare with the
  /// peers of the plan, one of each protocol in which an answer says whose it is.
  ///
  /// @param peers how the peers are probed
  static List<Target> paths(Section mesh, MeshSettings peers, Map<String, String> environment) {
    return possible(
        mesh,
        () -> {
          int grpcPort = grpcPort(mesh, environment);
          return service(mesh, environment).stream()
              .flatMap(http -> endpoints(http, grpcPort))
              .filter(endpoint -> peers.protocols().contains(endpoint.protocol()))
              .map(endpoint -> target(endpoint, peers))
              .toList();
        },
        List.of());
  }

  private static int grpcPort(Section mesh, Map<String, String> environment) {
    int namedPort = mesh.integer("serviceGrpcPort", GRPC_PORT, PORTS);
    return isNamed(mesh) ? namedPort : port(environment, Protocol.GRPC, GRPC_PORT);
  }

  /// The environment tells nothing of a Service that the configuration names.
  private static boolean isNamed(Section mesh) {
    return mesh.has("service") || mesh.has("serviceGrpcPort");
  }

  private static Optional<InetSocketAddress> service(
      Section mesh, Map<String, String> environment) {
    return mesh.optional("service", ResponderService::unlessNone)
        .orElseGet(() -> told(environment));
  }

  private static Optional<InetSocketAddress> unlessNone(String text) {
    return text.equals(NONE) ? Optional.empty() : Optional.of(parse(text));
  }

  private static Stream<Endpoint> endpoints(InetSocketAddress http, int grpcPort) {
    String address = http.getAddress().getHostAddress();
    return Stream.of(
        Endpoint.Http.get(URI.create(url(http))),
        new Endpoint.Grpc(address, grpcPort, "", Optional.empty()));
  }

  private static Target target(Endpoint endpoint, MeshSettings peers) {
    Subject subject =
        new Subject(Subject.UNKNOWN_ZONE, Subject.SERVICE, endpoint.protocol(), Subject.Owner.NONE);
    return new Target(
        subject,
        Optional.empty(),
        endpoint,
        peers.timing(),
        Set.<Connection>copyOf(peers.connections()));
  }
}
