// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.container.pod.Image;
import dev.zoneprobe.e2e.container.pod.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/// How long containers take from the start of their process until they do their work.
///
/// @param network that they are started in
record StartUps(Network network) {
  private static final int STARTS = 5;
  private static final String READY = "agents report to port";
  private static final DateTimeFormatter TIME_OF_LOG =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ");

  /// The median time until an agent's first attempt arrives at a socket of this machine.
  Duration ofAgent() {
    return median(this::untilFirstAttempt);
  }

  /// The median time until a collector says in its log that it is ready.
  Duration ofCollector() {
    return median(this::untilReady);
  }

  private static Duration median(Supplier<Duration> start) {
    return Stream.generate(start).limit(STARTS).sorted().skip(STARTS / 2).findFirst().orElseThrow();
  }

  private Duration untilFirstAttempt() {
    try (ServerSocket target = new ServerSocket(0, 16, gateway())) {
      CompletableFuture<Instant> arrival = CompletableFuture.supplyAsync(() -> arrival(target));
      String url = "tcp://%s:%d".formatted(gateway().getHostAddress(), target.getLocalPort());
      String settings =
          Settings.agent("starting")
              + "targets: [{name: first, url: \"%s\", interval: 10ms}]\n".formatted(url);
      try (Pod agent = new Pod(Image.AGENT, "starting", settings, List.of(network))) {
        agent.start();
        return Duration.between(agent.startedAt(), arrival.join());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant arrival(ServerSocket target) {
    try (Socket _ = target.accept()) {
      return Instant.now();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// This machine's address in the network.
  private InetAddress gateway() throws IOException {
    String address =
        DockerClientFactory.lazyClient()
            .inspectNetworkCmd()
            .withNetworkId(network.getId())
            .exec()
            .getIpam()
            .getConfig()
            .getFirst()
            .getGateway();
    return InetAddress.getByName(Optional.ofNullable(address).orElseThrow());
  }

  private Duration untilReady() {
    try (Pod collector =
        new Pod(Image.COLLECTOR, "starting", Settings.collector(), List.of(network))) {
      collector.start();
      String logs = await().until(collector::getLogs, said -> said.contains(READY));
      return Duration.between(collector.startedAt(), readyAt(logs));
    }
  }

  private static Instant readyAt(String logs) {
    String line = logs.lines().filter(one -> one.contains(READY)).findFirst().orElseThrow();
    return OffsetDateTime.parse(line.split(" ", 2)[0], TIME_OF_LOG).toInstant();
  }
}
