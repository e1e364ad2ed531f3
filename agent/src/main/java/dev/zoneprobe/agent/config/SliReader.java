// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.sli.Sli;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Section;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the section `sli`: the targets that measure the latency SLIs of Kubernetes SIG Scalability
/// (docs/sli.md).
final class SliReader {
  /// The destination zone: a Service chooses among the pods of the whole cluster.
  static final String ZONE = "cluster";

  /// Once a second, as the definitions say; as patient as a resolver is by default.
  private static final Target.Timing TIMING =
      new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private static final int DNS_PORT = 53;

  private SliReader() {}

  /// The targets; none if there is no such section.
  static List<Target> read(Section root, Map<String, String> environment) {
    if (!root.has("sli")) {
      return List.of();
    }
    Section section = root.section("sli");
    String name = section.value("name", "kubernetes.default.svc.cluster.local.", SliReader::name);
    List<Target> targets = new ArrayList<>();
    service(section, environment)
        .ifPresent(service -> targets.add(target(Sli.NETWORK, ResponderService.url(service))));
    targets.add(target(Sli.DNS_RESOLV_CONF, "dns:///" + name));
    section
        .required("dnsService", text -> Nameserver.parse(text, DNS_PORT))
        .ifPresent(
            server -> targets.add(target(Sli.DNS_SERVICE, "dns://" + text(server) + "/" + name)));
    return targets;
  }

  /// An address and not a name: the definition keeps lookups out of the network's latency.
  private static Optional<InetSocketAddress> service(
      Section section, Map<String, String> environment) {
    Optional<InetSocketAddress> service =
        section
            .optional("service", ResponderService::parse)
            .or(() -> ResponderService.told(section, environment));
    if (service.isEmpty() && !section.isMistaken("service") && !section.isAlone()) {
      section.mistake("service", "is missing, and there is no Service zoneprobe-responder");
    }
    return service;
  }

  private static String name(String text) {
    return target(Sli.DNS_RESOLV_CONF, "dns:///" + text).endpoint()
            instanceof Endpoint.Dns(_, String name, _, _)
        ? name
        : text;
  }

  private static Target target(Sli sli, String url) {
    Set<Connection> always = Set.of(Connection.NEW);
    Endpoint endpoint = TargetReader.ofUrl(url, TIMING, always, Endpoint.Tls.DEFAULT).endpoint();
    Subject subject = new Subject(ZONE, sli.target(), endpoint.protocol(), Subject.Owner.NONE);
    return new Target(subject, Optional.empty(), endpoint, TIMING, always);
  }

  private static String text(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }
}
