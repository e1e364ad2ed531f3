// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import dev.zoneprobe.benchmarks.process.FreePort;
import dev.zoneprobe.benchmarks.process.ProcessCost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The collector of this build as a process of its own, with a fresh folder for its settings, store
/// and log. The folder goes when it is closed, unless it ended by itself.
public final class CollectorProcess implements CollectorUnderLoad {
  private final int grpcPort = FreePort.next();
  private final int httpPort = FreePort.next();
  private final Path folder = Files.createTempDirectory("zoneprobe-load");
  private final Process process;

  /// Starts one and waits until it listens.
  public CollectorProcess(CollectorProgram program, Cores cores)
      throws IOException, InterruptedException {
    Path settings = program.settings(folder, grpcPort, httpPort);
    process =
        new ProcessBuilder(cores.forCollector(program.run(settings)))
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    try {
      FreePort.awaitListening(httpPort);
      FreePort.awaitListening(grpcPort);
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException("the collector does not start; see " + log(), e);
    }
  }

  private Path log() {
    return folder.resolve("collector.log");
  }

  @Override
  public String agents() {
    return "127.0.0.1:" + grpcPort;
  }

  @Override
  public URI metrics() {
    return URI.create("http://127.0.0.1:%d/metrics".formatted(httpPort));
  }

  @Override
  public Optional<ProcessCost> cost() throws IOException {
    return Optional.of(ProcessCost.of(process.toHandle()));
  }

  @Override
  public void watch(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(
          "the collector ended with code %d; see %s".formatted(process.exitValue(), log()));
    }
  }

  @Override
  public void close() throws IOException {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
