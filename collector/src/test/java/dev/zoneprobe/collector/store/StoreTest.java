// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.PEER_IN_B;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.source;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.BootTable.Reported;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final long MILLI = 1_000_000;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final SteppingClock clock = new SteppingClock(NOW);

  @TempDir private Path folder = Path.of("replaced by JUnit");

  private Store open() throws StoreException {
    return open(1L << 30);
  }

  private Store open(long maxBytes) throws StoreException {
    StoreSettings settings =
        new StoreSettings(
            Optional.of(folder.resolve("store")), Duration.ZERO, Duration.ofHours(2), maxBytes);
    return Store.open(settings, clock, clock);
  }

  private Path file() {
    return folder.resolve("store/collector.db");
  }

  /// What a store hands over, added up.
  private static final class Held implements Store.Recovery {
    private final List<Reported> boots = new ArrayList<>();
    private final List<SubjectInterval> totals = new ArrayList<>();
    private final List<SubjectInterval> recent = new ArrayList<>();
    private final List<IntervalSnapshot> journaled = new ArrayList<>();

    static Held by(Store store) throws StoreException {
      Held held = new Held();
      store.recover(WINDOW, held);
      return held;
    }

    @Override
    public void boot(Reported boot) {
      boots.add(boot);
    }

    @Override
    public void total(String sourceZone, SubjectInterval interval) {
      assertThat(sourceZone).isEqualTo("zone-a");
      totals.add(interval);
    }

    @Override
    public void recent(String sourceZone, SubjectInterval interval, Instant end) {
      recent.add(interval);
    }

    @Override
    public void journaled(IntervalSnapshot snapshot) {
      journaled.add(snapshot);
    }

    /// Attempts in the sums of all time and in the journal.
    long attempts() {
      return attempts(totals) + journaled.stream().mapToLong(one -> attempts(one.subjects())).sum();
    }

    private static long attempts(List<SubjectInterval> intervals) {
      return intervals.stream().mapToLong(interval -> interval.counts().ended()).sum();
    }
  }

  @Test
  void holdsWhatWasCommittedAlthoughNobodyClosedIt() throws StoreException {
    Store killed = open();
    Batches.commit(
        killed,
        List.of(
            snapshot("node-1", span(1, 1), succeeded(MILLI, 2 * MILLI)),
            snapshot("node-2", span(1, 3), succeeded(3 * MILLI))));

    Held held = Held.by(copy());

    assertThat(held.journaled).hasSize(1);
    assertThat(held.attempts()).isEqualTo(3);
    assertThat(held.boots)
        .containsExactlyInAnyOrder(
            new Reported(source("node-1"), 1, NOW), new Reported(source("node-2"), 3, NOW));
  }

  /// The file as a killed process leaves it: SQLite's lock on it goes with the process, and this
  /// one lives on.
  private Store copy() throws StoreException {
    try {
      Path copy = Files.createDirectories(folder.resolve("copy"));
      for (String suffix : List.of("", "-wal")) {
        Files.copy(Path.of(file() + suffix), copy.resolve("collector.db" + suffix));
      }
      return Store.open(
          new StoreSettings(Optional.of(copy), Duration.ZERO, Duration.ofHours(2), 1L << 30),
          clock);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void foldsTheJournalIntoSumsWithoutLoss() throws StoreException {
    IntervalSnapshot first = snapshot("node-1", span(1, 1), succeeded(random(1)));
    IntervalSnapshot second = snapshot("node-2", span(1, 1), succeeded(random(2)));
    try (Store store = open()) {
      Batches.commit(store, List.of(first));
      store.fold();
      Batches.commit(store, List.of(second));
    }

    try (Store store = open()) {
      Held held = Held.by(store);

      SubjectInterval both = first.subjects().getFirst().plus(second.subjects().getFirst());
      assertThat(held.journaled).isEmpty();
      assertThat(held.totals).hasSize(1);
      SubjectInterval total = held.totals.getFirst();
      assertThat(total.subject()).isEqualTo(PEER_IN_B);
      assertThat(total.counts()).isEqualTo(both.counts());
      assertThat(histogram(total).counts()).isEqualTo(histogram(both).counts());
      assertThat(histogram(total).sumNanos()).isEqualTo(histogram(both).sumNanos());
    }
  }

  private static LatencyHistogram histogram(SubjectInterval interval) {
    return Objects.requireNonNull(interval.series().get(TOTAL)).histogram();
  }

  private static long[] random(long seed) {
    return new Random(seed).longs(1_000, 1_000, 60_000 * MILLI).toArray();
  }

  @Test
  void keepsEveryKindOfCount() throws StoreException {
    Counts counts =
        new Counts(
            2,
            Map.of(Failure.DNS_TIMEOUT, 3L, Failure.HTTP_STATUS, 4L),
            Map.of(SkipReason.STOPPING, 5L),
            new Retransmits(6, 7));
    try (Store store = open()) {
      SubjectInterval interval = new SubjectInterval(PEER_IN_B, counts, Map.of());
      Batches.commit(store, List.of(snapshot("node-1", span(1, 1), interval)));
    }

    try (Store store = open()) {
      assertThat(Held.by(store).totals.getFirst().counts()).isEqualTo(counts);
    }
  }

  @Test
  void handsOverTheMinutesOfTheWindow() throws StoreException {
    try (Store store = open()) {
      Batches.commit(store, List.of(snapshot("node-1", span(1, 1), succeeded(MILLI))));
      clock.advance(Duration.ofMinutes(10));
    }

    try (Store store = open()) {
      assertThat(Held.by(store).recent).isEmpty();
    }
    clock.advance(Duration.ofMinutes(-9));
    try (Store store = open()) {
      assertThat(Held.by(store).recent).hasSize(1);
    }
  }

  @Test
  void remembersTheBootsOfANodeThatReportedLast() throws StoreException {
    try (Store store = open()) {
      for (int boot = 1; boot <= 65; boot++) {
        Source source = new Source("node-1", "zone-a", "boot-" + boot);
        Batches.commit(store, List.of(new IntervalSnapshot(source, span(1, 1), List.of())));
        clock.advance(Duration.ofSeconds(1));
      }
    }

    try (Store store = open()) {
      List<Reported> boots = Held.by(store).boots;
      assertThat(boots).hasSize(64);
      assertThat(boots.getFirst().source().bootId()).isEqualTo("boot-2");
    }
  }

  @Test
  void keepsItsNameForAsLongAsWhatIsStoredLives() throws StoreException {
    String id;
    try (Store store = open()) {
      id = store.id();
    }

    try (Store store = open()) {
      assertThat(store.id()).isEqualTo(id);
    }
    StoreSettings inMemory =
        new StoreSettings(Optional.empty(), Duration.ZERO, Duration.ofHours(2), 1L << 30);
    try (Store other = Store.open(inMemory, clock)) {
      assertThat(other.id()).isNotEqualTo(id);
    }
  }

  @Test
  void forgetsMinutesBeyondTheRetentionAndNoTotal()
      throws StoreException, IOException, SQLException {
    try (Store store = open()) {
      Batches.commit(store, List.of(snapshot("node-1", span(1, 1), succeeded(MILLI))));
      store.fold();
      assertThat(store.history()).isLessThan(Duration.ofMinutes(1));

      clock.advance(Duration.ofHours(3));
      Batches.commit(store, List.of(snapshot("node-1", span(2, 2), succeeded(MILLI))));
      assertThat(store.fold()).isEmpty();

      assertThat(store.history()).isZero();
      assertThat(rows("SELECT count(*) FROM duration WHERE period > 0")).isZero();
      assertThat(rows("SELECT count(*) FROM duration WHERE period = 0")).isEqualTo(1);
    }
  }

  @Test
  void forgetsAltogetherWhatNobodyReportsAnyMore()
      throws StoreException, IOException, SQLException {
    Subject other = new Subject("zone-c", "checkout", Protocol.HTTP, Subject.Owner.NONE);
    try (Store store = open()) {
      Batches.commit(
          store,
          List.of(snapshot("node-1", span(1, 1), succeeded(MILLI), interval(other, TOTAL, MILLI))));
      store.fold();
      clock.advance(Duration.ofMinutes(119));
      Batches.commit(store, List.of(snapshot("node-1", span(2, 2), succeeded(MILLI))));
      assertThat(store.fold()).isEmpty();

      clock.advance(Duration.ofMinutes(2));

      assertThat(store.fold()).containsExactly(new ZoneSubject("zone-a", other));
      assertThat(rows("SELECT count(*) FROM route")).isEqualTo(1);
      assertThat(rows("SELECT count(*) FROM duration WHERE period = 0")).isEqualTo(1);
      assertThat(rows("SELECT count(*) FROM attempt_count WHERE period = 0")).isEqualTo(1);
    }
  }

  @Test
  void whatWasForgottenComesBackFromZero() throws StoreException {
    Subject other = new Subject("zone-c", "checkout", Protocol.HTTP, Subject.Owner.NONE);
    try (Store store = open()) {
      Batches.commit(store, List.of(snapshot("node-1", span(1, 1), succeeded(MILLI, MILLI))));
      store.fold();
      clock.advance(Duration.ofHours(3));
      Batches.commit(store, List.of(snapshot("node-1", span(2, 2), interval(other, TOTAL, MILLI))));
      assertThat(store.fold()).hasSize(1);

      Batches.commit(store, List.of(snapshot("node-1", span(3, 3), succeeded(MILLI))));
    }

    try (Store store = open()) {
      assertThat(Held.by(store).totals)
          .extracting(total -> total.subject().target(), total -> total.counts().successes())
          .containsExactlyInAnyOrder(tuple("checkout", 1L), tuple("peer", 1L));
    }
  }

  @Test
  void keepsNoHistoryOfTheDistantPast() throws StoreException, IOException, SQLException {
    try (Store store = open()) {
      for (int i = 1; i <= 10; i++) {
        Instant at = NOW.minus(Duration.ofDays(100L * i));
        Batches.commit(
            store,
            List.of(
                new IntervalSnapshot(
                    source("node-1"),
                    new IntervalSnapshot.Span(i, i, at, at),
                    List.of(succeeded(MILLI)))));
      }
      store.fold();

      assertThat(rows("SELECT count(*) FROM duration WHERE period > 0")).isZero();
    }
    try (Store store = open()) {
      assertThat(Held.by(store).attempts()).isEqualTo(10);
    }
  }

  private long rows(String sql) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + closedCopy());
        Statement statement = connection.createStatement()) {
      return statement.executeQuery(sql).getLong(1);
    }
  }

  private Path closedCopy() throws IOException {
    Path copy = folder.resolve("closed.db");
    for (String suffix : List.of("", "-wal")) {
      Files.copy(
          Path.of(file() + suffix), Path.of(copy + suffix), StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  @Test
  void forgetsTheOldestHistoryWhenItIsTooLarge() throws StoreException {
    try (Store store = open(200_000)) {
      for (int minute = 0; minute < 90; minute++) {
        Instant at = clock.instant();
        Batches.commit(
            store,
            List.of(
                new IntervalSnapshot(
                    source("node-1"),
                    new IntervalSnapshot.Span(minute + 1, minute + 1, at, at),
                    List.of(succeeded(random(minute))))));
        store.fold();
        clock.advance(Duration.ofMinutes(1));
      }

      assertThat(store.bytes()).isLessThan(200_000);
      assertThat(store.history()).isLessThan(Duration.ofMinutes(89));
    }
  }

  @Test
  void setsADamagedStoreAsideAndBeginsAnew() throws StoreException, IOException {
    try (Store store = open()) {
      Batches.commit(store, List.of(snapshot("node-1", span(1, 1), succeeded(random(1)))));
    }
    Files.write(file(), new byte[2_048], StandardOpenOption.WRITE);

    try (Store store = open()) {
      assertThat(Held.by(store).attempts()).isZero();
      assertThat(store.setAside())
          .contains(file().resolveSibling("collector.db.damaged-20261122T120000Z"));
      assertThat(store.setAside().orElseThrow()).exists();
    }
  }

  @Test
  void findsDamageInTheMiddleOfTheFile() throws StoreException, IOException {
    try (Store store = open()) {
      Batches.commit(store, List.of(snapshot("node-1", span(1, 1), succeeded(random(1)))));
    }
    byte[] bytes = Files.readAllBytes(file());
    new Random(7).nextBytes(bytes);
    byte[] whole = Files.readAllBytes(file());
    System.arraycopy(bytes, 0, whole, whole.length / 2, whole.length / 4);
    Files.write(file(), whole);

    try (Store store = open()) {
      assertThat(store.setAside()).isPresent();
    }
  }
}
