// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// The file that a database was opened with, and whether its name still leads to it: SQLite goes on
/// writing to one that was deleted, and the process ends with all of that.
///
/// @param key what the file system knows it by; absent where it has no such thing
record OpenedFile(Path path, Optional<Object> key) {

  /// The file at `path` as it is now.
  ///
  /// @throws StoreException if there is none, or it cannot be looked at
  static OpenedFile of(Path path) throws StoreException {
    return new OpenedFile(path, keyOf(path));
  }

  private static Optional<Object> keyOf(Path path) throws StoreException {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException _) {
      throw isGone(path);
    } catch (IOException e) {
      throw new StoreException(Reason.IO_ERROR, path + " cannot be looked at: " + e.getMessage());
    }
  }

  /// Finds that it is where it was.
  ///
  /// @throws StoreException if it was deleted or replaced
  void requireInPlace() throws StoreException {
    if (!keyOf(path).equals(key)) {
      throw isGone(path);
    }
  }

  private static StoreException isGone(Path path) {
    return new StoreException(
        Reason.DAMAGED, path + " is not the file that was opened: it was deleted or replaced");
  }
}
