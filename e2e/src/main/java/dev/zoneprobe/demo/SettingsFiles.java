// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import com.sun.management.OperatingSystemMXBean;
import dev.zoneprobe.agent.config.TargetReader;
import dev.zoneprobe.demo.layout.Layout;
import dev.zoneprobe.demo.layout.Responder;
import dev.zoneprobe.demo.layout.Site;
import dev.zoneprobe.demo.layout.Zone;
import dev.zoneprobe.demo.layout.ZonePair;
import dev.zoneprobe.settings.Quantity;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes the settings of the demo's processes, as YAML.
///
/// @param targets URLs that every agent probes besides its peers
record SettingsFiles(Layout layout, List<String> targets) {
  private static final Duration MESH_INTERVAL = Duration.ofMillis(300);

  /// Copies the list.
  SettingsFiles {
    targets = List.copyOf(targets);
  }

  /// What the collector reads.
  ///
  /// @param topology file with [#topology()]
  String collector(Path topology) {
    String listen =
        """
        listen: {address: "%s", grpc: %d, http: %d}
        quantiles: {window: 5m, values: [0.5, 0.9, 0.99, 0.999]}
        """
            .formatted(
                layout.collectorGrpc().getHostString(),
                layout.collectorGrpc().getPort(),
                layout.collectorHttp().getPort());
    return listen
        + (layout.samePortsForAll()
            ? "topology: {file: \"%s\"}%n".formatted(topology.toAbsolutePath())
            : "peers: []\n");
  }

  /// Which nodes there are; all of them are this host.
  String topology() {
    return "nodes:\n" + Stream.of(Zone.values()).map(this::node).collect(Collectors.joining());
  }

  private String node(Zone zone) {
    Responder ports = layout.relay(new ZonePair(Zone.A, zone));
    return """
      - {node: %s, zone: %s, region: demo, host: %s, http: %d, grpc: %d, tcp: %d,
         instanceType: simulated, cpu: %d, memory: %dMiB, kernel: "%s"}
    """
        .formatted(
            zone.node(),
            zone.label(),
            zone.host(),
            ports.http(),
            ports.grpc(),
            ports.tcp(),
            Runtime.getRuntime().availableProcessors(),
            memoryBytes() >> 20,
            System.getProperty("os.version"));
  }

  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /// What the agent of `zone` reads.
  ///
  /// @param authorities file of the certificate that the service "checkout" shows, PEM
  String agent(Zone zone, Path authorities) {
    Site site = layout.site(zone);
    Responder responder = site.responder();
    String own =
        """
        node: {name: %s, zone: %s}
        collector: {address: "%s", interval: 2s}
        responder: {address: "%s", http: %d, grpc: %d, tcp: %d}
        admin: {address: "%s", port: %d}
        dns: {nameservers: ["%s"], search: [], ndots: 1, timeout: 2s, attempts: 2}
        mesh: {interval: %s, timeout: 1s, protocols: [tcp, http, grpc], connections: [new, reused]}
        targets:
        """
            .formatted(
                zone.node(),
                zone.label(),
                text(layout.collectorGrpc()),
                responder.address(),
                responder.http(),
                responder.grpc(),
                responder.tcp(),
                site.admin().getHostString(),
                site.admin().getPort(),
                text(site.nameserver()),
                Quantity.text(MESH_INTERVAL));
    return own + checkout(authorities) + targets(zone);
  }

  private String checkout(Path authorities) {
    String url = "https://%s:%d/".formatted(Zone.CHECKOUT, layout.checkout().getPort());
    String more =
        "timeout: 2s, zone: %s, team: payments, service: shop, tls: {authorities: %s}"
            .formatted(TargetReader.EXTERNAL_ZONE, quoted(authorities.toString()));
    return target("checkout", url, Duration.ofSeconds(1), more);
  }

  private String targets(Zone source) {
    Stream<String> peers = ZonePair.from(source).flatMap(this::probesOf);
    Stream<String> users =
        targets.stream()
            .map(url -> target(url, url, Duration.ofSeconds(1), "timeout: 2s, zone: external"));
    return Stream.concat(peers, users).collect(Collectors.joining());
  }

  private Stream<String> probesOf(ZonePair pair) {
    Zone zone = pair.destination();
    String host = zone.host();
    Stream<String> lookup = Stream.of(peerTarget("name", "dns:///" + host + "?type=A", zone));
    if (layout.samePortsForAll()) {
      return lookup;
    }
    Responder relay = layout.relay(pair);
    return Stream.concat(
        lookup,
        Stream.of(
            peerTarget("tcp", "tcp://%s:%d".formatted(host, relay.tcp()), zone),
            peerTarget("http", "http://%s:%d/".formatted(host, relay.http()), zone),
            peerTarget("grpc", "grpc://%s:%d".formatted(host, relay.grpc()), zone)));
  }

  private static String peerTarget(String kind, String url, Zone zone) {
    String name = kind + " of " + zone.node();
    return target(name, url, MESH_INTERVAL, "timeout: 1s, zone: " + zone.label());
  }

  private static String target(String name, String url, Duration interval, String more) {
    return "  - {name: %s, url: %s, interval: %s, %s}\n"
        .formatted(quoted(name), quoted(url), Quantity.text(interval), more);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
