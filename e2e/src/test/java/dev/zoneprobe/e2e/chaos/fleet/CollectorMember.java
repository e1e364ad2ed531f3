// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.fleet;

import dev.zoneprobe.e2e.chaos.truth.Tally;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A collector with a store, at the same ports in all its lives. Of one thread.
public final class CollectorMember implements AutoCloseable {
  private final String name;
  private final Path store;
  private final int grpcPort = FreePort.next();
  private final int httpPort = FreePort.next();
  private final Member member;

  /// Starts nothing yet.
  ///
  /// @param peers the section `peers`, or nothing
  CollectorMember(String name, Path folder, Path store, String peers) {
    this.name = name;
    this.store = store;
    Path settings = folder.resolve(name + ".yaml");
    String text =
        """
        listen: {grpc: %d, http: %d}
        store: {directory: "%s"}
        %s
        """
            .formatted(grpcPort, httpPort, store, peers);
    try {
      Files.writeString(settings, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.member =
        new Member(
            name, folder, () -> JavaProgram.collector("run", "--config", settings.toString()));
  }

  int grpcPort() {
    return grpcPort;
  }

  /// Where it is scraped, as host and port.
  public String address() {
    return "127.0.0.1:" + httpPort;
  }

  /// The directory of its store.
  public Path store() {
    return store;
  }

  /// The file of its store.
  public Path database() {
    return store.resolve("collector.db");
  }

  /// Begins a life; returns before it is ready.
  public void start() {
    member.start();
  }

  /// Ends it on the spot (SIGKILL).
  public void kill() {
    member.kill();
  }

  /// Asks it to end (SIGTERM), waits, and returns its exit code.
  public int stop() {
    return member.stop();
  }

  /// Waits until it ends by itself, and returns its exit code.
  public int end() {
    return member.end();
  }

  /// Stops it in the middle of whatever it does (SIGSTOP).
  public void freeze() {
    member.freeze();
  }

  /// Lets it go on (SIGCONT).
  public void thaw() {
    member.thaw();
  }

  /// Everything that it printed in all its lives.
  public String output() {
    return member.output();
  }

  /// Whether it says that it takes snapshots.
  public boolean isReady() {
    try {
      return health("ready") == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// The status of its answer to a question of Kubernetes: `started`, `live` or `ready`.
  public int health(String what) throws IOException {
    URI uri = URI.create("http://" + address() + "/healthz/" + what);
    HttpRequest question = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(question, BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// What it exposes.
  public Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(URI.create("http://" + address() + "/metrics"));
  }

  /// One of its own numbers, named without `zoneprobe_collector_`.
  public double metric(String metric) throws IOException, InterruptedException {
    return scrape().sum("zoneprobe_collector_" + metric, Map.of());
  }

  /// What it has counted of the agents' attempts.
  public Tally tally() throws IOException, InterruptedException {
    return Tally.of(scrape());
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    member.close();
  }
}
