// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A directory that this process alone may change, as long as it lives.
final class DirectoryLock implements AutoCloseable {
  static final String NAME = "lock";

  /// What is said of a directory, and of what is wrong with it.
  static final String UNUSABLE = "collector.stateDirectory: \"%s\": %s";

  private final FileChannel held;

  private DirectoryLock(FileChannel held) {
    this.held = held;
  }

  /// Locks `directory`, which is made if there is none.
  ///
  /// @throws IOException naming the directory and what is wrong, if it cannot be written to or
  ///   another process holds it
  static DirectoryLock take(Path directory) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IOException(UNUSABLE.formatted(directory, "is not a directory"));
    }
    try {
      Files.createDirectories(directory);
      Files.delete(trial(directory));
    } catch (IOException e) {
      throw new IOException(UNUSABLE.formatted(directory, "cannot be written to: " + e), e);
    }
    return locked(directory)
        .map(DirectoryLock::new)
        .orElseThrow(() -> new IOException(UNUSABLE.formatted(directory, "another agent uses it")));
  }

  private static Path trial(Path directory) throws IOException {
    return Files.createTempFile(directory, FileKind.TRIAL, FileKind.UNFINISHED_SUFFIX);
  }

  /// The lock, held; empty if another has it.
  private static Optional<FileChannel> locked(Path directory) throws IOException {
    try {
      FileChannel file =
          FileChannel.open(
              directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(file)) {
        return Optional.of(file);
      }
      file.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(UNUSABLE.formatted(directory, "its lock cannot be taken: " + e), e);
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false; // held by this very process
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
