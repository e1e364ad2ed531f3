// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.store.GroupCommit;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.e2e.chaos.disk.RequiresMounting;
import dev.zoneprobe.e2e.chaos.disk.SmallDisk;
import dev.zoneprobe.e2e.chaos.fleet.ChaosFleet;
import dev.zoneprobe.e2e.chaos.fleet.CollectorMember;
import dev.zoneprobe.e2e.chaos.truth.Tally;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A collector that starts on a full disk, with a journal that is too long to wait for its minute.
@Tag("slow")
@RequiresMounting
final class LongJournalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KIBIBYTES = 128 << 10;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /// Each takes 74 kB of memory, so all of a snapshot take 15 MB: a collector folds early from 40
  /// MB on, the process of this test, which has more memory, from 128 MB on.
  private static final LatencyHistogram WIDE = everyCell();

  private static final Slice TOTAL =
      new Slice(Phase.TOTAL, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.CALM);

  private static final int TARGETS = 200;
  private static final int SNAPSHOTS = 5;

  /// Sees nothing of what is committed.
  private enum Nobody implements GroupCommit.Audience {
    INSTANCE;

    @Override
    public long slot(Instant end) {
      return 0;
    }

    @Override
    public void merged(String sourceZone, List<SubjectInterval> sums, Instant end) {}

    @Override
    public void told(IntervalSnapshot snapshot) {}
  }

  private static LatencyHistogram everyCell() {
    LatencyHistogram durations = new LatencyHistogram();
    int last = LatencyHistogram.cell(LONGEST.toNanos());
    for (int cell = 0; cell < last; cell++) {
      durations.record(LatencyHistogram.shortestNanos(cell));
    }
    return durations;
  }

  private static IntervalSnapshot snapshot(int number) {
    Instant end = Instant.now().minus(Duration.ofMinutes(60L - number));
    return new IntervalSnapshot(
        new Source("node-1", "zone-a", "boot-1"),
        new Span(number, number, end.minusSeconds(10), end),
        IntStream.range(0, TARGETS).mapToObj(target -> wide("target-" + target)).toList());
  }

  private static SubjectInterval wide(String target) {
    return new SubjectInterval(
        new Subject("external", target, Protocol.TCP, Subject.Owner.NONE),
        new Counts(WIDE.count(), Map.of(), Map.of(), Retransmits.NONE),
        Map.of(TOTAL, new SubjectInterval.Series(WIDE, Optional.empty())));
  }

  /// Writes a store whose journal nobody has folded when the disk gets full.
  private static List<IntervalSnapshot> written(SmallDisk disk) throws Exception {
    List<IntervalSnapshot> all = new ArrayList<>();
    StoreSettings settings =
        new StoreSettings(
            Optional.of(disk.path()), Duration.ofMillis(10), Duration.ofHours(24), 1L << 30);
    Store store = Store.open(settings, InstantSource.system());
    try (GroupCommit commits =
        new GroupCommit(store, settings.commitEvery(), Nobody.INSTANCE, _ -> {})) {
      for (int number = 1; number <= SNAPSHOTS; number++) {
        all.add(snapshot(number));
        commits.add(all.getLast()).get(PATIENCE.toSeconds(), SECONDS);
      }
      disk.fill();
    }
    disk.fill(); // with what a closed file has given back
    return all;
  }

  private static void awaitStarted(CollectorMember collector) {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> collector.health("started") == 200);
  }

  private static long journaled(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM journal")) {
      return row.getLong(1);
    }
  }

  @Test
  void isReadOnAFullDiskAndFoldedOnceThereIsRoom() throws Exception {
    Path folder = Workspace.empty("long-journal");
    try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("store"), KIBIBYTES);
        ChaosFleet fleet = idle(folder, disk)) {
      CollectorMember collector = fleet.collectors().getFirst();
      Tally all = Tally.of(written(disk));

      for (int start = 1; start <= 2; start++) {
        collector.start();
        awaitStarted(collector);
        assertThat(collector.output()).contains("the journal waits for room");
        assertThat(collector.tally()).isEqualTo(all);
        collector.kill();
      }
      disk.empty();
      collector.start();
      awaitStarted(collector);
      assertThat(collector.tally()).isEqualTo(all);
      assertThat(collector.stop()).isZero();
      assertThat(journaled(collector.database())).isZero();
      collector.start();
      awaitStarted(collector);
      assertThat(collector.tally()).isEqualTo(all);
    }
  }

  /// Its agent is never started.
  private static ChaosFleet idle(Path folder, SmallDisk disk) throws Exception {
    return new ChaosFleet(
        folder,
        List.of(disk.path()),
        List.of("zone-a"),
        "interval: 1s",
        "mesh: {protocols: [tcp], interval: 100ms}");
  }
}
