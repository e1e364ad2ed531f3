// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.demo.fault.Starvation;
import dev.zoneprobe.demo.layout.Layout;
import dev.zoneprobe.demo.layout.Zone;
import dev.zoneprobe.demo.network.Checkout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that runs: the simulated network, the collector, three agents, the service that they
/// probe besides each other. Started part by part, because agents need a collector; ended as a
/// whole, from any thread.
final class Demo implements AutoCloseable {
  private final Layout layout;
  private final SettingsFiles settings;
  private final Programs programs;
  private final Path folder;
  private final Network network;
  private final Checkout checkout;
  private final Fleet fleet;
  private final AtomicReference<@Nullable Starvation> starvation = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Starts the network and the service.
  ///
  /// @param folder for settings and logs; stays the caller's
  Demo(SettingsFiles settings, Programs programs, Path folder) throws IOException {
    this.layout = settings.layout();
    this.settings = settings;
    this.programs = programs;
    this.folder = folder;
    this.network = new Network(layout);
    this.checkout = checkout();
    this.fleet = new Fleet(folder);
  }

  void startCollector() throws IOException {
    Path topology = Files.writeString(folder.resolve("topology.yaml"), settings.topology());
    Path file = Files.writeString(folder.resolve("collector.yaml"), settings.collector(topology));
    fleet.start(Fleet.COLLECTOR, "collector", programs.collector(file));
  }

  void startAgents() throws IOException {
    for (Zone zone : Zone.values()) {
      startAgent(zone);
    }
  }

  private void startAgent(Zone zone) throws IOException {
    String text = settings.agent(zone, checkout.certificate());
    Path file = Files.writeString(folder.resolve(zone.node() + ".yaml"), text);
    fleet.start(agentOf(zone), zone.node(), programs.agent(file));
  }

  private static String agentOf(Zone zone) {
    return "agent of " + zone.label();
  }

  /// Makes something go wrong, in addition to what does already.
  void begin(Fault fault) throws IOException {
    switch (fault) {
      case DNS -> network.nameServer(Zone.A).answerLate(Duration.ofMillis(250));
      case SLOW_PAIR -> network.line(Zone.A, Zone.C).lengthen(Duration.ofMillis(300));
      case LOSSY_PAIR -> network.line(Zone.A, Zone.B).lose(0.1);
      case STARVED_NODE -> starve(new Starvation(fleet.pid(agentOf(Zone.B))));
      case DEAD_NODE -> fleet.kill(agentOf(Zone.C));
      case BAD_TARGET -> checkout.answerWith(503);
    }
  }

  /// Puts it right again.
  void end(Fault fault) throws IOException {
    switch (fault) {
      case DNS -> network.nameServer(Zone.A).answerLate(Duration.ZERO);
      case SLOW_PAIR -> network.line(Zone.A, Zone.C).restore();
      case LOSSY_PAIR -> network.line(Zone.A, Zone.B).restore();
      case STARVED_NODE -> starve(null);
      case DEAD_NODE -> startAgent(Zone.C);
      case BAD_TARGET -> checkout.answerWith(200);
    }
  }

  private void starve(@Nullable Starvation next) {
    Starvation before = starvation.getAndSet(next);
    if (before != null) {
      before.close();
    }
  }

  private Checkout checkout() throws IOException {
    try {
      return new Checkout(layout.checkout(), Zone.CHECKOUT, folder);
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  /// Where a browser sees what the collector has.
  URI page() {
    return uri(layout.collectorHttp(), "/");
  }

  /// Where Prometheus does.
  URI metrics() {
    return uri(layout.collectorHttp(), "/metrics");
  }

  /// Where the agents say whether they are ready.
  Stream<URI> agentsReady() {
    return Stream.of(Zone.values()).map(zone -> uri(layout.site(zone).admin(), "/healthz/ready"));
  }

  private static URI uri(InetSocketAddress address, String path) {
    return URI.create("http://%s:%d%s".formatted(address.getHostString(), address.getPort(), path));
  }

  /// Waits for the end of any process; empty if all still run after `time`.
  Optional<Child> firstEndedWithin(Duration time) throws InterruptedException {
    return fleet.firstEndedWithin(time);
  }

  /// Ends all processes and waits until they have ended. The first call does, others do nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      starve(null);
      fleet.close();
      checkout.close();
      network.close();
    }
  }
}
