// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores that are not opened, and what is said of them.
class RefusedStoreTest {
  @TempDir private Path folder = Path.of("replaced by JUnit");

  private Store open() throws StoreException {
    return Store.open(
        new StoreSettings(
            Optional.of(folder.resolve("store")), Duration.ZERO, Duration.ofHours(2), 1L << 30),
        new SteppingClock(NOW));
  }

  private Path file() {
    return folder.resolve("store/collector.db");
  }

  @Test
  void refusesAStoreOfALaterVersion() throws StoreException, SQLException {
    open().close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version=99");
    }

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::open)
        .withMessage(
            file() + ": was written by a later version of zoneprobe (schema 99, this one knows 1)")
        .extracting(StoreException::reason)
        .isEqualTo(Reason.NEWER_VERSION);
    assertThat(file()).exists();
  }

  @Test
  void refusesAStoreThatIsInUse() throws StoreException {
    try (Store _ = open()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(this::open)
          .withMessageStartingWith(file() + ": ")
          .extracting(StoreException::reason)
          .isEqualTo(Reason.IN_USE);
    }
  }

  @Test
  void refusesADirectoryThatIsAFile() throws IOException {
    Files.writeString(folder.resolve("store"), "not a directory");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::open)
        .withMessageContaining("store")
        .extracting(StoreException::reason)
        .isEqualTo(Reason.READ_ONLY);
  }
}
