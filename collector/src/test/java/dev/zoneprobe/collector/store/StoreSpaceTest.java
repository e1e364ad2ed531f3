// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreSpaceTest {
  private static final int SERIES = 300;
  private static final int SAMPLES = 10_000;
  private static final double FLOOR_NANOS = 2e6;
  private static final double TAIL_NANOS = 0.5e6;

  private final Random random = new Random(7);

  @TempDir private Path folder = Path.of("replaced by JUnit");

  /// As many agents report it in a minute: SQLite keeps what does not fit beside three others in
  /// whole pages of its own.
  @Test
  void theHistogramOfManySamplesTakesLittleMoreThanItsBytes()
      throws StoreException, IOException, SQLException {
    StoreSettings settings =
        new StoreSettings(
            Optional.of(folder), Duration.ofSeconds(1), Duration.ofHours(2), 1L << 30);
    try (Store store = Store.open(settings, InstantSource.fixed(NOW))) {
      Batches.commit(
          store,
          List.of(
              snapshot(
                  "node-a",
                  span(1, 1),
                  IntStream.range(0, SERIES)
                      .mapToObj(this::manySamples)
                      .toArray(SubjectInterval[]::new))));
    }

    Path file = folder.resolve("collector.db");
    long content = contentBytes(file);
    assertThat(content / (2 * SERIES)).as("bytes of a histogram").isBetween(1_000L, 2_000L);
    assertThat(Files.size(file)).isLessThan(2 * content);
  }

  private SubjectInterval manySamples(int series) {
    return interval(
        new Subject("zone-b", "target-" + series, Protocol.TCP, Subject.Owner.NONE),
        TOTAL,
        random
            .doubles(SAMPLES)
            .mapToLong(share -> (long) (FLOOR_NANOS - Math.log1p(-share) * TAIL_NANOS))
            .toArray());
  }

  private static long contentBytes(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum(length(histogram)) FROM duration")) {
      return row.getLong(1);
    }
  }
}
