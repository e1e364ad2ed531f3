// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.demo.layout.Layout;
import dev.zoneprobe.demo.layout.Responder;
import dev.zoneprobe.demo.layout.Zone;
import dev.zoneprobe.demo.layout.ZonePair;
import dev.zoneprobe.demo.network.Line;
import dev.zoneprobe.demo.network.NameServer;
import dev.zoneprobe.demo.network.Relay;
import dev.zoneprobe.demo.network.View;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/// The simulated network between the zones: a relay for each way and port, a name server for each
/// zone.
final class Network implements AutoCloseable {
  private final EventLoops loops = EventLoops.start(1);
  private final DnsNameResolver elsewhere;
  private final Map<ZonePair, Line> lines = new HashMap<>();
  private final Map<Zone, NameServer> nameServers = new EnumMap<>(Zone.class);

  /// Listens wherever `layout` says.
  ///
  /// @throws IOException if it cannot listen somewhere
  Network(Layout layout) throws IOException {
    elsewhere = systemResolver();
    try {
      for (ZonePair pair : ZonePair.all()) {
        join(layout.relay(pair), layout.site(pair.destination()).responder(), pair);
      }
      for (Zone zone : Zone.values()) {
        serveNames(layout, zone);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Closes every channel: all of them are on these event loops.
  @Override
  public void close() {
    elsewhere.close();
    loops.close();
  }

  /// The way from one zone to another.
  Line line(Zone source, Zone destination) {
    return Optional.ofNullable(lines.get(new ZonePair(source, destination))).orElseThrow();
  }

  /// Whom the agent of a zone asks for addresses.
  NameServer nameServer(Zone zone) {
    return Optional.ofNullable(nameServers.get(zone)).orElseThrow();
  }

  private DnsNameResolver systemResolver() {
    return new DnsNameResolverBuilder(loops.group().next())
        .datagramChannelType(loops.datagramChannel())
        .socketChannelType(loops.socketChannel())
        .build();
  }

  private void join(Responder relay, Responder responder, ZonePair pair) throws IOException {
    Line line = new Line(pair.extraRoundTrip().dividedBy(2), new Random());
    lines.put(pair, line);
    List<InetSocketAddress> near = relay.sockets();
    List<InetSocketAddress> far = responder.sockets();
    for (int i = 0; i < near.size(); i++) {
      Relay _ = new Relay(loops, near.get(i), far.get(i), line);
    }
  }

  private void serveNames(Layout layout, Zone zone) throws IOException {
    Map<String, InetAddress> names =
        ZonePair.from(zone)
            .collect(
                Collectors.toMap(
                    pair -> pair.destination().host(),
                    pair -> InetAddress.ofLiteral(layout.relay(pair).address()),
                    (one, _) -> one,
                    HashMap::new));
    names.put(Zone.CHECKOUT, layout.checkout().getAddress());
    View view = new View(Zone.DOMAIN, names, elsewhere);
    nameServers.put(zone, new NameServer(loops, layout.site(zone).nameserver(), view));
  }
}
