// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database whose file is deleted, replaced or moved away while it is open.
final class OpenedFileTest {
  @TempDir private Path folder;

  private Path file;
  private Database database;

  @BeforeEach
  void open() throws StoreException {
    file = folder.resolve("collector.db");
    database = Database.open(Optional.of(file));
    write();
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  private void write() throws StoreException {
    database.inTransaction(() -> {
      try (PreparedStatement insert = database.prepare("INSERT INTO journal (frame) VALUES (1)")) {
        insert.executeUpdate();
      }
    });
  }

  private int written() throws SQLException {
    try (PreparedStatement count = database.prepare("SELECT count(*) FROM journal");
        ResultSet row = count.executeQuery()) {
      return row.getInt(1);
    }
  }

  private void assertThatNothingIsWritten() {
    assertThatThrownBy(this::write)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
        .hasMessage(file + " is not the file that was opened: it was deleted or replaced");
  }

  @Test
  void takesNothingMoreOnceItsFileIsDeleted() throws IOException {
    Files.delete(file);

    assertThatNothingIsWritten();
  }

  @Test
  void takesNothingMoreOnceAnotherFileHasItsName() throws IOException {
    Path other = Files.copy(file, folder.resolve("other"));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThatNothingIsWritten();
  }

  @Test
  void hasNothingOfWhatItRefusedWhenItsFileIsBack() throws Exception {
    Path away = Files.move(file, folder.resolve("away"));
    assertThatNothingIsWritten();

    Files.move(away, file);
    write();

    assertThat(written()).isEqualTo(2);
  }
}
