// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every address and port of the demo, all of them on the loopback interface. Immutable.
///
/// @param relays where a source zone finds a destination zone; each leads to the destination's
///   responder
/// @param collectorGrpc where agents report
/// @param collectorHttp where `/metrics` is
/// @param checkout where the service is that agents probe besides each other
public record Layout(
    Map<Zone, Site> sites,
    Map<ZonePair, Responder> relays,
    InetSocketAddress collectorGrpc,
    InetSocketAddress collectorHttp,
    InetSocketAddress checkout) {
  private static final int USUAL_NETWORK = 0;
  private static final int RELAY = 8780;
  private static final int COLLECTOR_GRPC = 8790;
  private static final int COLLECTOR_HTTP = 8791;
  private static final int CHECKOUT = 8792;

  /// Copies the maps.
  public Layout {
    sites = Collections.unmodifiableMap(new EnumMap<>(sites));
    relays = Collections.unmodifiableMap(new LinkedHashMap<>(relays));
  }

  /// Something that the demo listens on.
  ///
  /// @param what what listens there, for people
  /// @param datagrams whether UDP is listened on, too
  public record Listener(InetSocketAddress socket, String what, boolean datagrams) {}

  /// An address for each zone and each way between zones where the system has all of 127.0.0.0/8,
  /// as Linux does; different ports of one address elsewhere.
  public static Layout here() {
    try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.1.1"))) {
      return ofManyAddresses(USUAL_NETWORK);
    } catch (IOException _) {
      return ofOneAddress();
    }
  }

  /// The same ports everywhere, as in a cluster; zones differ by their addresses.
  ///
  /// @param network the second number of all addresses: demos of different networks run beside each
  ///   other
  public static Layout ofManyAddresses(int network) {
    Map<Zone, Site> sites = new EnumMap<>(Zone.class);
    Map<ZonePair, Responder> relays = new LinkedHashMap<>();
    for (Zone zone : Zone.values()) {
      sites.put(zone, Site.at(address(network, "" + zone.number()), 0));
    }
    for (ZonePair pair : ZonePair.all()) {
      String way = "" + pair.source().number() + pair.destination().number();
      relays.put(pair, Responder.at(address(network, way), RELAY));
    }
    return with(address(network, "0"), sites, relays);
  }

  /// Everything on 127.0.0.1; zones differ by their ports.
  public static Layout ofOneAddress() {
    String loopback = address(USUAL_NETWORK, "0");
    Map<Zone, Site> sites = new EnumMap<>(Zone.class);
    Map<ZonePair, Responder> relays = new LinkedHashMap<>();
    for (Zone zone : Zone.values()) {
      sites.put(zone, Site.at(loopback, 1_000 * zone.number()));
    }
    for (ZonePair pair : ZonePair.all()) {
      int shift = 1_000 * pair.source().number() + 10 * (1 + pair.destination().number());
      relays.put(pair, Responder.at(loopback, RELAY + shift));
    }
    return with(loopback, sites, relays);
  }

  private static String address(int network, String place) {
    return "127.%d.%s.1".formatted(network, place);
  }

  private static Layout with(
      String address, Map<Zone, Site> sites, Map<ZonePair, Responder> relays) {
    return new Layout(
        sites,
        relays,
        socket(address, COLLECTOR_GRPC),
        socket(address, COLLECTOR_HTTP),
        socket(address, CHECKOUT));
  }

  /// A literal address and a port; nothing is looked up.
  static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /// Where agents of `zone` are and report from.
  public Site site(Zone zone) {
    return present(sites.get(zone), zone);
  }

  /// Where `pair.source()` finds `pair.destination()`.
  public Responder relay(ZonePair pair) {
    return present(relays.get(pair), pair);
  }

  /// Whether a node has the same ports for everybody, so that one plan fits all agents.
  public boolean samePortsForAll() {
    return ZonePair.all().stream()
        .allMatch(pair -> relay(pair).hasPortsOf(relay(new ZonePair(Zone.A, pair.destination()))));
  }

  /// Everything that will listen, in the order in which it is started.
  public List<Listener> listeners() {
    List<Listener> all = new ArrayList<>();
    all.add(new Listener(collectorGrpc, "collector, snapshots", false));
    all.add(new Listener(collectorHttp, "collector, /metrics", false));
    all.add(new Listener(checkout, "the target checkout", false));
    for (Zone zone : Zone.values()) {
      Site site = site(zone);
      String agent = "agent of " + zone.label();
      site.responder().sockets().forEach(s -> all.add(new Listener(s, agent, false)));
      all.add(new Listener(site.admin(), agent + ", admin", false));
      all.add(new Listener(site.nameserver(), "name server of " + zone.label(), true));
    }
    relays.forEach((pair, relay) -> {
      String way = "relay from " + pair.source().label() + " to " + pair.destination().label();
      relay.sockets().forEach(s -> all.add(new Listener(s, way, false)));
    });
    return all;
  }

  private static <T> T present(@Nullable T value, Object key) {
    if (value == null) {
      throw new IllegalStateException("the layout lacks " + key);
    }
    return value;
  }
}
