// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import dev.zoneprobe.benchmarks.process.ProcessCost;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Our agent as it is meant to be run: with the options of `agent/jvm.options`, and with a cache of
/// classes and profiles that a run of its own made (JEP 514, JEP 515).
public final class ZoneprobeAgent implements Prober {
  private static final Duration TRAINING = Duration.ofSeconds(15);

  private final Path root;
  private final Path folder;
  private final Path cache;

  /// @param root of the checkout, where the agent has been built
  /// @param folder for settings, logs and the cache
  public ZoneprobeAgent(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
    this.cache = folder.resolve("agent.aot");
  }

  /// Makes the cache, from a run that probes the server at 127.0.0.1:`port` in both ways.
  public void train(int port) throws IOException, InterruptedException {
    List<String> targets = new ArrayList<>();
    for (Load.Kind kind : Load.Kind.values()) {
      IntStream.range(0, 20)
          .forEach(i -> targets.add(target(kind, kind.label() + i, port, "200ms")));
    }
    try (SnapshotSink sink = new SnapshotSink()) {
      Process agent = start(settings(sink.port(), targets), "-XX:AOTCacheOutput=" + cache);
      boolean ended = agent.waitFor(TRAINING.toMillis(), TimeUnit.MILLISECONDS);
      agent.destroy();
      if (ended || !agent.waitFor(1, TimeUnit.MINUTES) || !Files.exists(cache)) {
        throw new IOException("no cache was made; see " + folder.resolve("agent.log"));
      }
    }
  }

  @Override
  public String name() {
    return "zoneprobe agent";
  }

  @Override
  public Reading measure(Load load, int port) throws IOException, InterruptedException {
    List<String> targets =
        IntStream.range(0, load.targets())
            .mapToObj(i -> target(load.kind(), "t" + i, port, "1s"))
            .toList();
    try (SnapshotSink sink = new SnapshotSink()) {
      Process agent = start(settings(sink.port(), targets), "-XX:AOTCache=" + cache);
      await(agent, load.warmUp());
      ProcessCost before = ProcessCost.of(agent.toHandle());
      Map<Phase, LatencyHistogram> _ = sink.take();
      await(agent, load.measured());
      ProcessCost after = ProcessCost.of(agent.toHandle());
      agent.destroy();
      agent.waitFor();
      Map<Phase, LatencyHistogram> reported = sink.take();
      if (reported.isEmpty()) {
        throw new IOException("the agent reported nothing; see " + folder.resolve("agent.log"));
      }
      return new Reading(
          Optional.ofNullable(reported.get(Phase.TCP_CONNECT)),
          reported.getOrDefault(Phase.TOTAL, new LatencyHistogram()),
          load.targets() * load.measured().toSeconds(),
          after.cpuNanos() - before.cpuNanos(),
          after.residentKilobytes());
    }
  }

  /// How long it takes from the start of the process until the first probe arrives.
  public Duration startUp() throws IOException, InterruptedException {
    try (ServerSocket target = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        SnapshotSink sink = new SnapshotSink()) {
      String one = target(Load.Kind.TCP, "first", target.getLocalPort(), "10ms");
      long begin = NanoClock.SYSTEM.nanos();
      Process agent = start(settings(sink.port(), List.of(one)), "-XX:AOTCache=" + cache);
      try (Socket _ = target.accept()) {
        return Duration.ofNanos(NanoClock.SYSTEM.nanos() - begin);
      } finally {
        agent.destroy();
        agent.waitFor();
      }
    }
  }

  private void await(Process agent, Duration time) throws IOException, InterruptedException {
    if (agent.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the agent ended; see " + folder.resolve("agent.log"));
    }
  }

  private Process start(String settings, String option) throws IOException {
    Path file = folder.resolve("agent.yaml");
    Files.writeString(file, settings);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path jar = root.resolve("agent/target/zoneprobe-agent.jar");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "@" + root.resolve("agent/jvm.options"),
            option,
            "-jar",
            jar.toString(),
            "run",
            "--config",
            file.toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("agent.log").toFile())
        .start();
  }

  private static String settings(int collector, List<String> targets) {
    return """
    node: {name: bench, zone: bench}
    admin: {port: 0}
    collector: {address: "127.0.0.1:%d"}
    responder: {address: 127.0.0.1, http: 0, grpc: 0, tcp: 0}
    targets:
    """
            .formatted(collector)
        + targets.stream().map(target -> "  - " + target + "\n").collect(Collectors.joining());
  }

  private static String target(Load.Kind kind, String name, int port, String interval) {
    return "{name: %s, url: \"%s://127.0.0.1:%d\", interval: %s, timeout: 1s, connections: [new]}"
        .formatted(name, kind.label(), port, interval);
  }
}
