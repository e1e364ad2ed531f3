// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.FakeCollector;
import dev.zoneprobe.agent.FakeStore;
import dev.zoneprobe.agent.report.replica.CollectorName;
import dev.zoneprobe.agent.report.replica.Lookups;
import dev.zoneprobe.agent.report.replica.Pace;
import dev.zoneprobe.agent.report.replica.Replicas;
import dev.zoneprobe.measure.NanoClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collectors behind one name, as a headless Service has them: 127.0.0.1, 127.0.0.2 and so on, on
/// one port. Stores live on while their collectors come and go, also at another address.
final class FakeFleet implements AutoCloseable {
  final List<FakeStore> stores = new ArrayList<>();
  private final List<Optional<FakeCollector>> collectors = new ArrayList<>();
  private final int port;

  FakeFleet(int size) throws IOException {
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = once.getLocalPort();
    }
    for (int i = 0; i < size; i++) {
      stores.add(new FakeStore("store-" + i));
      collectors.add(Optional.empty());
    }
  }

  String name() {
    return "collectors.test:" + port;
  }

  /// What the name resolves to: an address for each store, whether or not anybody listens there.
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[stores.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByAddress(host, address(i).getAddress());
    }
    return addresses;
  }

  private static InetAddress address(int place) {
    return InetAddress.ofLiteral("127.0.0." + (place + 1));
  }

  /// Starts a collector in front of a store, at the place that a store of that number has at first.
  FakeCollector start(int store, int place) throws IOException {
    FakeCollector collector =
        new FakeCollector(new InetSocketAddress(address(place), port), stores.get(store));
    collectors.set(place, Optional.of(collector));
    return collector;
  }

  void startAll() throws IOException {
    for (int i = 0; i < stores.size(); i++) {
      start(i, i);
    }
  }

  boolean isUp(int place) {
    return collectors.get(place).isPresent();
  }

  boolean isServed(int store) {
    return collectors.stream()
        .flatMap(Optional::stream)
        .anyMatch(one -> one.store().id().equals(stores.get(store).id()));
  }

  FakeCollector at(int place) {
    return collectors.get(place).orElseThrow();
  }

  void kill(int place) {
    collectors.get(place).ifPresent(FakeCollector::close);
    collectors.set(place, Optional.empty());
  }

  /// Accepts connections at a place and says nothing, as a stopped process does.
  ServerSocket freeze(int place) throws IOException {
    return new ServerSocket(port, 50, address(place));
  }

  /// The place that agents of a zone prefer.
  int preferredIn(String zone) {
    try (Lookups lookups = new Lookups(CollectorName.list(name()), this::resolve)) {
      lookups.start();
      await().until(() -> !lookups.latest().isEmpty());
      Replicas replicas = new Replicas(zone, lookups, Pace.usual(NanoClock.SYSTEM));
      replicas.refresh();
      return replicas.best().orElseThrow().getAddress().getAddress()[3] - 1;
    }
  }

  List<Long> cuts(String boot) {
    return stores.stream().flatMap(store -> store.cuts(boot).stream()).sorted().toList();
  }

  List<String> violations() {
    return stores.stream().flatMap(store -> store.violations().stream()).toList();
  }

  long attempts() {
    return stores.stream().mapToLong(FakeStore::attempts).sum();
  }

  @Override
  public void close() {
    for (int i = 0; i < collectors.size(); i++) {
      kill(i);
    }
  }
}
