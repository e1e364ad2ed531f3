// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;

/// The one connection to a store's file, and the schema in it. Of one thread at a time.
///
/// Write-ahead log with a synchronous commit: what a transaction wrote is on the device when it
/// returns (SQLite: `PRAGMA synchronous=FULL`). The file is locked against other processes.
public final class Database implements AutoCloseable {
  /// Of the schema; a file with a higher one is refused.
  static final int VERSION = 1;

  private static final String SCHEMA =
      """
      CREATE TABLE identity (store_id TEXT NOT NULL);
      CREATE TABLE boot (
        node TEXT, boot_id TEXT, zone TEXT NOT NULL, last_sequence INTEGER NOT NULL,
        reported_millis INTEGER NOT NULL, PRIMARY KEY (node, boot_id)) WITHOUT ROWID;
      CREATE TABLE journal (id INTEGER PRIMARY KEY, frame BLOB NOT NULL);
      CREATE TABLE route (
        id INTEGER PRIMARY KEY, source_zone TEXT NOT NULL, destination_zone TEXT NOT NULL,
        target TEXT NOT NULL, protocol TEXT NOT NULL,
        reported_minute INTEGER NOT NULL DEFAULT 0,
        UNIQUE (source_zone, destination_zone, target, protocol));
      CREATE TABLE slice (
        id INTEGER PRIMARY KEY, phase TEXT NOT NULL, connection TEXT NOT NULL,
        outcome TEXT NOT NULL, source_state TEXT NOT NULL,
        UNIQUE (phase, connection, outcome, source_state));
      -- Period 0 is all time, any other one is a minute: Unix time divided by 60.
      CREATE TABLE duration (
        period INTEGER, slice INTEGER, route INTEGER, sum_nanos INTEGER NOT NULL,
        histogram BLOB NOT NULL, PRIMARY KEY (period, slice, route)) WITHOUT ROWID;
      CREATE TABLE attempt_count (
        period INTEGER, route INTEGER, what TEXT, count INTEGER NOT NULL,
        PRIMARY KEY (period, route, what)) WITHOUT ROWID;
      """;

  /// A histogram that is longer than a quarter of a page takes a page of its own besides. Those of
  /// many agents have 1 to 2 kB; stores that were begun with smaller pages keep them.
  private static final int PAGE_BYTES = 8192;

  private final Connection connection;

  /// Known once it is prepared; none in memory.
  private Optional<OpenedFile> opened = Optional.empty();

  private Database(Connection connection) {
    this.connection = connection;
  }

  /// Opens `file`, with an empty store in it if there is none; without a file, a store that is gone
  /// when it is closed.
  ///
  /// @throws StoreException if that cannot be done, or what is there is damaged or too new
  public static Database open(Optional<Path> file) throws StoreException {
    String name = file.map(Path::toString).orElse(":memory:");
    try {
      Database database = new Database(DriverManager.getConnection("jdbc:sqlite:" + name));
      try {
        database.prepare();
        database.opened = opened(file);
        return database;
      } catch (StoreException | SQLException e) {
        database.closeAfter(e);
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static Optional<OpenedFile> opened(Optional<Path> file) throws StoreException {
    return file.isEmpty() ? Optional.empty() : Optional.of(OpenedFile.of(file.get()));
  }

  private void prepare() throws SQLException, StoreException {
    execute("PRAGMA locking_mode=EXCLUSIVE");
    long version = number("PRAGMA user_version");
    if (version > VERSION) {
      throw new StoreException(
          Reason.NEWER_VERSION,
          "was written by a later version of zoneprobe (schema %d, this one knows %d)"
              .formatted(version, VERSION));
    }
    if (version == 0) {
      execute("PRAGMA page_size=" + PAGE_BYTES);
      execute("PRAGMA auto_vacuum=INCREMENTAL"); // writes, which a full disk would not allow
    }
    execute("PRAGMA journal_mode=WAL");
    execute("PRAGMA synchronous=FULL");
    execute("PRAGMA cache_size=-8192");
    checkIntegrity();
    if (version == 0) {
      inTransaction(this::create);
    }
  }

  private void checkIntegrity() throws SQLException, StoreException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no verdict";
      if (!verdict.equals("ok")) {
        throw new StoreException(Reason.DAMAGED, verdict);
      }
    }
  }

  private void create() throws SQLException {
    for (String statement : SCHEMA.split(";\n", -1)) {
      if (!statement.isBlank()) {
        execute(statement);
      }
    }
    try (PreparedStatement insert = prepare("INSERT INTO identity VALUES (?)")) {
      insert.setString(1, UUID.randomUUID().toString());
      insert.executeUpdate();
    }
    execute("PRAGMA user_version=" + VERSION);
  }

  /// Names the store, for as long as what is in it lives.
  public String storeId() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT store_id FROM identity")) {
      return row.getString(1);
    }
  }

  /// Something that is done whole or not at all.
  @FunctionalInterface
  public interface Work {
    void run() throws SQLException, StoreException;
  }

  /// Does `work` in one transaction, which is durable when this returns: in the file that has the
  /// name, and not in one that was deleted.
  ///
  /// @throws StoreException if it could not be; nothing of it is in the store then
  public void inTransaction(Work work) throws StoreException {
    try {
      execute("BEGIN IMMEDIATE");
      try {
        work.run();
        requireFileInPlace();
        execute("COMMIT");
      } catch (SQLException | StoreException | RuntimeException e) {
        rollBack(e);
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private void requireFileInPlace() throws StoreException {
    if (opened.isPresent()) {
      opened.get().requireInPlace();
    }
  }

  /// SQLite may have done so itself, as it does when the disk is full: then `why` says what is
  /// wrong and not that there is nothing to roll back.
  private void rollBack(Exception why) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /// A statement that lives as long as the database is open.
  public PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  /// Bytes of the pages in use, without those that are free to be used again.
  public long bytes() throws SQLException {
    long used = number("PRAGMA page_count") - number("PRAGMA freelist_count");
    return used * number("PRAGMA page_size");
  }

  /// Gives pages that nothing uses back to the file system.
  public void shrink() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean more = statement.execute("PRAGMA incremental_vacuum");
      ResultSet pages = statement.getResultSet();
      while (more && pages.next()) {
        pages.getRow(); // each row that is read frees one page
      }
    }
  }

  /// Closes it because of `why`, which is what matters.
  public void closeAfter(Exception why) {
    try {
      close();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
