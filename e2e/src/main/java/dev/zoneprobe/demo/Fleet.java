// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The processes of the demo: none of them outlives it. Thread-safe.
final class Fleet implements AutoCloseable {
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
    var _ = child.process().onExit().thenAccept(_ -> ended.add(child));
  }

  /// Waits for the end of any child; empty if all still run after `time`.
  Optional<Child> firstEndedWithin(Duration time) throws InterruptedException {
    return Optional.ofNullable(ended.poll(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS));
  }

  /// Ends all of them, the collector, which was started last, at the end: until then agents
  /// deliver. Waits until they have ended.
  @Override
  public void close() {
    int agents = Math.max(0, children.size() - 1);
    end(children.subList(0, agents));
    end(children.subList(agents, children.size()));
  }

  private static void end(List<Child> some) {
    some.forEach(Child::terminate);
    some.forEach(child -> child.awaitEnd(PATIENCE));
  }
}
