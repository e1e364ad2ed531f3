// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.watch;

import dev.zoneprobe.task.EnduringTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks every second whether files hold something else, and reads them again when they do.
///
/// Contents are compared, not times: a Secret whose symbolic link is swapped is noticed like a
/// plain rewrite (decision 0017). Files that differ from the last look are left alone until the
/// next, because somebody may be writing them. Everything happens on one thread, `zoneprobe-files`.
public final class FileWatch implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final List<FileValue<?>> values = new CopyOnWriteArrayList<>();
  private final List<EnduringTask> looks = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-files").daemon().factory());

  /// Reads `files` now, and later whenever they have changed.
  ///
  /// @param name of the value in logs and metrics: the key of the setting that names the files
  /// @param reader makes the value, or throws IllegalArgumentException saying which file is wrong
  /// @param use given each value that was made, before anybody else can see it
  /// @throws UncheckedIOException naming what is wrong, if there is no first value
  public <T> FileValue<T> follow(
      String name, List<Path> files, Supplier<T> reader, Consumer<T> use) {
    try {
      FileValue<T> value = new FileValue<>(name, files, reader, use);
      values.add(value);
      looks.add(new EnduringTask("reading " + name + " again", value::look));
      return value;
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException(name + ": " + e.getMessage(), e));
    }
  }

  /// As above, for a value that is only looked up.
  public <T> FileValue<T> follow(String name, List<Path> files, Supplier<T> reader) {
    return follow(name, files, reader, _ -> {});
  }

  /// What is followed, in the order in which that began.
  public List<FileValue<?>> values() {
    return List.copyOf(values);
  }

  /// Begins to look.
  public void start() {
    new EnduringTask("looking at files", this::look)
        .withPauses(thread, BETWEEN_LOOKS, BETWEEN_LOOKS);
  }

  /// A defect with one value leaves the others alone.
  void look() {
    looks.forEach(EnduringTask::run);
  }

  /// Looks no more; values stay as they are.
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
