// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A value made of files: of their last good content. Any thread may ask for it.
public final class FileValue<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FileValue.class);

  private final String name;
  private final List<Path> files;
  private final Supplier<T> reader;
  private final Consumer<T> use;
  private final LongAdder applied = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile T current;
  private volatile boolean isInForce = true;

  /// Both are of the watching thread.
  private List<ContentDigest> lastSeen;

  private List<ContentDigest> lastTried;

  /// Reads the files.
  ///
  /// @throws IllegalArgumentException as `reader` and `use` do
  FileValue(String name, List<Path> files, Supplier<T> reader, Consumer<T> use) {
    this.name = name;
    this.files = List.copyOf(files);
    this.reader = reader;
    this.use = use;
    this.lastSeen = digests();
    this.lastTried = lastSeen;
    this.current = read();
  }

  /// The key of the setting that names the files.
  public String name() {
    return name;
  }

  @Override
  public T get() {
    return current;
  }

  /// How often changed files were read and taken.
  public long applied() {
    return applied.sum();
  }

  /// How often changed files could not be used.
  public long refused() {
    return refused.sum();
  }

  /// Whether the value is of what the files held when they were read last; not if that was refused.
  public boolean isInForce() {
    return isInForce;
  }

  /// Reads the files again if they differ from what was tried last, and have held still since the
  /// look before.
  void look() {
    List<ContentDigest> now = digests();
    boolean settled = now.equals(lastSeen);
    lastSeen = now;
    if (settled && !now.equals(lastTried)) {
      lastTried = now;
      reload();
    }
  }

  private void reload() {
    try {
      current = read();
      isInForce = true;
      applied.increment();
      LOG.info("{} was read again and is in force", name);
    } catch (IllegalArgumentException e) {
      isInForce = false;
      refused.increment();
      LOG.error("{} is refused, what was read before stays in force: {}", name, e.getMessage());
    }
  }

  private T read() {
    T value = reader.get();
    use.accept(value);
    return value;
  }

  private List<ContentDigest> digests() {
    return files.stream().map(ContentDigest::of).collect(Collectors.toUnmodifiableList());
  }
}
