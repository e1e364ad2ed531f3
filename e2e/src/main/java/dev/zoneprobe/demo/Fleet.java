// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The processes of the demo: none of them outlives it. Thread-safe.
final class Fleet implements AutoCloseable {
  static final String COLLECTOR = "collector";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final List<Child> children = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Child> ended = new LinkedBlockingQueue<>();

  /// @param folder where logs are written; stays the caller's
  Fleet(Path folder) {
    this.folder = folder;
  }

  /// Starts one more.
  ///
  /// @param file the name of its log, without extension
  void start(String name, String file, List<String> command) throws IOException {
    Child child = Child.start(name, command, folder.resolve(file + ".log"));
    children.add(child);
    var _ = child.process().onExit().thenAccept(_ -> tellEnd(child));
  }

  private void tellEnd(Child child) {
    if (children.contains(child)) {
      ended.add(child);
    }
  }

  /// The identifier of the process with this name.
  long pid(String name) {
    return child(name).process().pid();
  }

  /// Kills the process with this name, on the spot; it is not told as one that has ended.
  void kill(String name) {
    Child child = child(name);
    children.remove(child);
    child.process().destroyForcibly().onExit().join();
  }

  private Child child(String name) {
    return children.stream()
        .filter(child -> child.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + name));
  }

  /// Waits for the end of any child; empty if all still run after `time`.
  Optional<Child> firstEndedWithin(Duration time) throws InterruptedException {
    return Optional.ofNullable(ended.poll(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS));
  }

  /// Ends all of them, the collector at the end: until then agents deliver. Waits until they have
  /// ended.
  @Override
  public void close() {
    Map<Boolean, List<Child>> agentsAndCollector =
        children.stream().collect(Collectors.partitioningBy(Fleet::isAgent));
    end(agentsAndCollector.getOrDefault(true, List.of()));
    end(agentsAndCollector.getOrDefault(false, List.of()));
  }

  private static boolean isAgent(Child child) {
    return !child.name().equals(COLLECTOR);
  }

  private static void end(List<Child> some) {
    some.forEach(Child::terminate);
    some.forEach(child -> child.awaitEnd(PATIENCE));
  }
}
