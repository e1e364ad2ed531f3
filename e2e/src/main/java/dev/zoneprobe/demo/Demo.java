// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import dev.zoneprobe.demo.layout.Layout;
import dev.zoneprobe.demo.layout.Zone;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Everything that runs: the simulated network, the collector, three agents. Started part by part,
/// because agents need a collector; ended as a whole, from any thread.
final class Demo implements AutoCloseable {
  private final Layout layout;
  private final SettingsFiles settings;
  private final Programs programs;
  private final Path folder;
  private final Network network;
  private final Fleet fleet;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Starts the network.
  ///
  /// @param folder for settings and logs; stays the caller's
  Demo(SettingsFiles settings, Programs programs, Path folder) throws IOException {
    this.layout = settings.layout();
    this.settings = settings;
    this.programs = programs;
    this.folder = folder;
    this.network = new Network(layout);
    this.fleet = new Fleet(folder);
  }

  void startCollector() throws IOException {
    Path file = Files.writeString(folder.resolve("collector.yaml"), settings.collector());
    fleet.start("collector", "collector", programs.collector(file));
  }

  void startAgents() throws IOException {
    for (Zone zone : Zone.values()) {
      Path file = Files.writeString(folder.resolve(zone.node() + ".yaml"), settings.agent(zone));
      fleet.start("agent of " + zone.label(), zone.node(), programs.agent(file));
    }
  }

  /// Where the collector shows what it has.
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
      fleet.close();
      network.close();
    }
  }
}
