// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.collector.store.table.Database;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of a store: opened, or set aside for somebody to look at and begun anew.
///
/// @param setAside what was found damaged when the store was opened
record StoreFile(Database database, Optional<Path> setAside) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);
  private static final String NAME = "collector.db";

  /// Looks at what is in a store before anybody uses it.
  @FunctionalInterface
  interface Check {
    /// Reads what matters.
    ///
    /// @throws StoreException if it is damaged, or cannot be read
    void check(Database database) throws StoreException;
  }

  /// Opens the store in `directory`, which is made if it is not there.
  ///
  /// @param check of what a file holds that is sound as a database
  /// @throws StoreException naming the file, if it cannot be read and written or is too new
  static StoreFile open(Optional<Path> directory, Instant now, Check check) throws StoreException {
    if (directory.isEmpty()) {
      return new StoreFile(Database.open(Optional.empty()), Optional.empty());
    }
    Path file = directory.get().resolve(NAME);
    makeDirectory(directory.get());
    try {
      return new StoreFile(sound(file, check), Optional.empty());
    } catch (StoreException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw new StoreException(e.reason(), file + ": " + e.getMessage());
      }
      Path aside = new DamagedStores(file).add(now);
      LOG.error(
          "the store {} is damaged ({}): set aside as {}, begun anew", file, e.getMessage(), aside);
      return new StoreFile(Database.open(Optional.of(file)), Optional.of(aside));
    }
  }

  private static Database sound(Path file, Check check) throws StoreException {
    Database database = Database.open(Optional.of(file));
    try {
      check.check(database);
      return database;
    } catch (StoreException e) {
      database.closeAfter(e);
      throw e;
    }
  }

  private static void makeDirectory(Path directory) throws StoreException {
    try {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new StoreException(Reason.READ_ONLY, directory + " cannot be written to");
      }
    } catch (IOException e) {
      throw new StoreException(Reason.READ_ONLY, "cannot make the directory " + e.getMessage());
    }
  }
}
