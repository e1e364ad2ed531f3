// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// A small file that the kernel writes anew each time it is read from the beginning. It stays open,
/// because opening costs more than reading. Thread-safe.
public final class KernelFile<V> implements AutoCloseable {
  private static final int MOST_BYTES = 4096;

  private final Path path;
  private final Function<String, Optional<V>> parser;

  @GuardedBy("this")
  private final byte[] buffer = new byte[MOST_BYTES];

  @GuardedBy("this")
  private Optional<RandomAccessFile> file;

  /// Opens the file, if it is there.
  ///
  /// @param parser what its first 4,096 bytes say; empty if they do not hold what is looked for
  KernelFile(Path path, Function<String, Optional<V>> parser) {
    this.path = path;
    this.parser = parser;
    this.file = open(path);
  }

  private static Optional<RandomAccessFile> open(Path path) {
    try {
      return Optional.of(new RandomAccessFile(path.toFile(), "r"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Where it is, or would be.
  public Path path() {
    return path;
  }

  /// What the file says now; empty where there is no such file, or the kernel refuses to read it,
  /// as it does if it was told not to count.
  public synchronized Optional<V> read() {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      file.get().seek(0);
      int length = Math.max(0, file.get().read(buffer));
      return parser.apply(new String(buffer, 0, length, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      // It was only read from: nothing is lost.
    }
    file = Optional.empty();
  }
}
