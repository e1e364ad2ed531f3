// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store forgets when somebody sets the clock.
final class LeapingClockTest {
  private static final Duration AHEAD = Duration.ofDays(10);

  private final SteppingClock clock = new SteppingClock(NOW);

  @TempDir private Path folder;

  private Store open() throws StoreException {
    StoreSettings settings =
        new StoreSettings(Optional.of(folder), Duration.ZERO, Duration.ofHours(2), 1L << 30);
    return Store.open(settings, clock, clock);
  }

  private static void commit(Store store, long sequence) throws StoreException {
    Batches.commit(store, List.of(snapshot("node-1", span(sequence, sequence), succeeded(1_000))));
  }

  /// Of a store that is closed.
  private long number(String sql) throws SQLException {
    Path file = folder.resolve("collector.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      return statement.executeQuery(sql).getLong(1);
    }
  }

  @Test
  void nothingWhenItIsAheadForAWhile() throws StoreException, SQLException {
    try (Store store = open()) {
      commit(store, 1);
      store.fold();

      clock.leap(AHEAD);
      clock.advance(Duration.ofMinutes(1));
      commit(store, 2);
      assertThat(store.fold()).isEmpty();
      assertThat(store.beyondHistory()).isZero();
      clock.leap(AHEAD.negated());
    }

    assertThat(number("SELECT sum(count) FROM attempt_count WHERE period > 0")).isEqualTo(2);
    assertThat(number("SELECT sum(count) FROM attempt_count WHERE period = 0")).isEqualTo(2);
    assertThat(number("SELECT last_sequence FROM boot")).isEqualTo(2);
  }

  @Test
  void nothingWhenItIsAheadAtTheStart() throws StoreException, SQLException {
    try (Store store = open()) {
      commit(store, 1);
    }

    clock.leap(AHEAD);
    open().close();

    assertThat(number("SELECT sum(count) FROM attempt_count WHERE period > 0")).isEqualTo(1);
    assertThat(number("SELECT sum(count) FROM attempt_count WHERE period = 0")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM boot")).isEqualTo(1);
  }

  @Test
  void whatIsOldOnceItHasBeenRightForLongEnough() throws StoreException {
    try (Store store = open()) {
      commit(store, 1);
    }
    clock.advance(Duration.ofHours(3));
    try (Store store = open()) {
      assertThat(store.fold()).isEmpty();

      clock.advance(Duration.ofHours(3));

      assertThat(store.fold()).hasSize(1);
    }
  }
}
