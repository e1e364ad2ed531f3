// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.collector.store.past.HistorySelection;
import dev.zoneprobe.collector.store.past.MinuteReader;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.BootTable;
import dev.zoneprobe.collector.store.table.BootTable.Reported;
import dev.zoneprobe.collector.store.table.Database;
import dev.zoneprobe.collector.store.table.Dictionary;
import dev.zoneprobe.collector.store.table.JournalTable;
import dev.zoneprobe.collector.store.table.JournalTable.Entry;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.collector.store.table.SumTable;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What survives a restart.
///
/// A commit writes what its snapshots hold, added up, to a journal and notes how far each agent has
/// come, in one transaction. Once a minute the journal is folded into the sums: those of all time,
/// and those of each minute, which are the history. So a commit costs what is new, not what there
/// is. Thread-safe: one lock, held while SQLite works.
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /// How long the sequence numbers of a silent agent are remembered.
  public static final Duration BOOTS_REMEMBERED = Duration.ofDays(7);

  /// The longest that exact quantiles reach back.
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  /// How much history goes at a time when the store is too large, in minutes.
  private static final long FORGOTTEN_AT_ONCE = 30;

  /// How much memory the unfolded may take before it is folded early: an eighth of the heap, and no
  /// more than a fold of some seconds, which readers wait for.
  static final long MOST_UNFOLDED_BYTES =
      Math.min(Runtime.getRuntime().maxMemory() / 8, 128L << 20);

  private final StoreSettings settings;
  private final InstantSource clock;
  private final AgeClock ages;
  private final Optional<Path> setAside;
  private final Database database;
  private final BootTable boots;
  private final JournalTable journal;
  private final Dictionary dictionary;
  private final SumTable sums;
  private final MinuteReader past;
  private final String id;

  /// What is in the journal and not yet in the sums.
  private MinuteSums unfolded = new MinuteSums();

  private volatile long beyondHistory;
  private volatile long bytes;
  private volatile Instant oldest;

  private Store(StoreSettings settings, InstantSource clock, NanoClock passing, StoreFile file)
      throws SQLException, StoreException {
    this.settings = settings;
    this.clock = clock;
    setAside = file.setAside();
    database = file.database();
    boots = new BootTable(database);
    journal = new JournalTable(database);
    dictionary = new Dictionary(database);
    sums = new SumTable(database, dictionary);
    past = new MinuteReader(database, dictionary);
    id = database.storeId();
    oldest = clock.instant();
    ages = new AgeClock(newest(), clock, passing);
    measure();
  }

  /// How far the history goes.
  private Instant newest() throws SQLException {
    long minute = sums.newestMinute();
    return minute == SumTable.ALL_TIME ? clock.instant() : endOf(minute);
  }

  /// Opens the store; a damaged one is set aside and begun anew.
  ///
  /// @throws StoreException naming the file, if it cannot be read and written, is in use or too new
  public static Store open(StoreSettings settings, InstantSource clock) throws StoreException {
    return open(settings, clock, NanoClock.SYSTEM);
  }

  /// The same with `passing` time that a test moves.
  static Store open(StoreSettings settings, InstantSource clock, NanoClock passing)
      throws StoreException {
    Instant now = clock.instant();
    StoreFile file =
        StoreFile.open(settings.directory(), now, database -> checkContents(database, now));
    try {
      return new Store(settings, clock, passing, file);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// Reads once what a restart will read: damage has to show before a part of it is in use.
  private static void checkContents(Database database, Instant now) throws StoreException {
    try {
      new BootTable(database).read(_ -> {});
      checkJournal(new JournalTable(database));
      SumTable sums = new SumTable(database, new Dictionary(database));
      sums.read(SumTable.ALL_TIME);
      long newest = SumTable.minute(now);
      for (long minute = SumTable.minute(now.minus(LONGEST_WINDOW)); minute <= newest; minute++) {
        sums.read(minute);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Reason.DAMAGED, "a row holds what no agent says: " + e.getMessage());
    }
  }

  private static void checkJournal(JournalTable journal) throws SQLException, StoreException {
    Optional<Entry> entry = journal.after(JournalTable.BEGIN);
    while (entry.isPresent()) {
      entry = journal.after(entry.get().number());
    }
  }

  /// Names what is stored, for as long as it lives.
  public String id() {
    return id;
  }

  /// What was found damaged when the store was opened, and where it is now.
  public Optional<Path> setAside() {
    return setAside;
  }

  /// Takes what a store held when it was opened.
  public interface Recovery {
    /// How far a boot had come.
    void boot(Reported boot);

    /// Everything that a zone's agents had seen of a subject.
    void total(String sourceZone, SubjectInterval interval);

    /// What of that lies in the window, and the end of the minute that it is of.
    void recent(String sourceZone, SubjectInterval interval, Instant end);

    /// What came last, and is in neither.
    void journaled(IntervalSnapshot snapshot);
  }

  /// Hands over everything that the store holds: once, before the first commit.
  ///
  /// @param window how far back what is recent goes
  /// @throws StoreException if it cannot be read
  public synchronized void recover(Duration window, Recovery recovery) throws StoreException {
    Instant now = clock.instant();
    try {
      boots.read(recovery::boot);
      for (SumTable.Row row : sums.read(SumTable.ALL_TIME)) {
        recovery.total(row.subject().sourceZone(), row.sum().of(row.subject()));
      }
      recoverMinutes(SumTable.minute(now.minus(window)) + 1, SumTable.minute(now), recovery);
      recoverJournal(now, recovery);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private void recoverMinutes(long oldest, long newest, Recovery recovery)
      throws SQLException, StoreException {
    for (long minute = oldest; minute <= newest; minute++) {
      for (SumTable.Row row : sums.read(minute)) {
        recovery.recent(row.subject().sourceZone(), row.sum().of(row.subject()), endOf(minute));
      }
    }
  }

  /// Folds on the way: a journal may be longer than what fits into memory at once. One that met a
  /// full disk is not, because nothing is committed while a fold is due.
  private void recoverJournal(Instant now, Recovery recovery) throws SQLException, StoreException {
    boolean room = true;
    Optional<Entry> entry = journal.after(JournalTable.BEGIN);
    while (entry.isPresent()) {
      long number = entry.get().number();
      recovery.journaled(entry.get().snapshot());
      unfolded.add(entry.get().snapshot(), now, oldestKept());
      room = room && (!isFoldDue() || isFoldedThrough(number));
      entry = journal.after(number);
    }
  }

  /// Whether there was room to fold so much of the journal; without any, it stays as it is.
  private boolean isFoldedThrough(long number) throws StoreException {
    try {
      foldThrough(number);
      return true;
    } catch (StoreException e) {
      forgetNumbers(e);
      if (e.reason() != Reason.FULL) {
        throw e;
      }
      LOG.warn("the journal waits for room: {}", e.getMessage());
      return false;
    }
  }

  private static Instant endOf(long minute) {
    return Instant.ofEpochSecond(60 * minute + 59);
  }

  /// An empty batch; this may be asked for while another is written.
  ///
  /// @param slotOf moments that have the same need not be told apart by whoever sees the batch
  Batch newBatch(ToLongFunction<Instant> slotOf) {
    return new Batch(clock, this::oldestKept, slotOf);
  }

  /// Makes all of `batch` durable, or nothing; nothing is added to it meanwhile or later.
  ///
  /// @throws StoreException if that could not be done
  synchronized void commit(Batch batch) throws StoreException {
    database.inTransaction(() -> {
      for (Batch.Merged merged : batch.merged()) {
        journal.append(merged.sums());
      }
      for (Reported boot : batch.boots()) {
        boots.put(boot);
      }
    });
    batch.addTo(unfolded);
    beyondHistory += batch.beyondHistory();
  }

  /// Whether the journal should not wait for the minute to be over.
  public synchronized boolean isFoldDue() {
    return unfolded.bytes() > MOST_UNFOLDED_BYTES;
  }

  /// Folds the journal into the sums, and forgets what is too old or too much. Returns the subjects
  /// that it forgot altogether, because nobody has reported them for as long as history is kept.
  ///
  /// @throws StoreException if that could not be done, or not all of it; what was not folded stays
  ///   in the journal
  public synchronized List<ZoneSubject> fold() throws StoreException {
    List<ZoneSubject> forgotten = new ArrayList<>();
    try {
      foldThrough(JournalTable.END);
      database.inTransaction(this::forgetWhatIsTooMuch);
      database.shrink();
      measure();
      long oldestKept = oldestKept();
      database.inTransaction(() -> forgotten.addAll(sums.forgetSilent(oldestKept)));
      return forgotten;
    } catch (SQLException e) {
      throw new StoreException(e);
    } catch (StoreException | RuntimeException e) {
      forgetNumbers(e);
      throw e;
    }
  }

  private void foldThrough(long number) throws StoreException {
    database.inTransaction(() -> writeSums(number));
    unfolded = new MinuteSums();
  }

  private void writeSums(long number) throws SQLException, StoreException {
    Instant now = ages.instant();
    long oldestKept = oldestKept();
    for (MinuteSums.Entry entry : unfolded.entries()) {
      sums.add(SumTable.ALL_TIME, entry.subject(), entry.sum());
      if (entry.minute() >= oldestKept) {
        sums.add(entry.minute(), entry.subject(), entry.sum());
      }
      sums.reported(entry.subject(), Math.max(entry.minute(), SumTable.minute(now)));
    }
    journal.forgetThrough(number);
    boots.forgetBefore(now.minus(BOOTS_REMEMBERED));
    boots.forgetSurplus();
    sums.forgetBefore(oldestKept);
  }

  private long oldestKept() {
    return SumTable.minute(ages.instant().minus(settings.retention()));
  }

  private void forgetWhatIsTooMuch() throws SQLException {
    while (database.bytes() > settings.maxBytes() && sums.oldestMinute() != SumTable.ALL_TIME) {
      sums.forgetBefore(sums.oldestMinute() + FORGOTTEN_AT_ONCE);
    }
  }

  private void forgetNumbers(Exception why) {
    try {
      dictionary.forget();
    } catch (SQLException | StoreException e) {
      why.addSuppressed(e);
    }
  }

  private void measure() throws SQLException {
    bytes = database.bytes();
    long minute = sums.oldestMinute();
    oldest = minute == SumTable.ALL_TIME ? clock.instant() : Instant.ofEpochSecond(60 * minute);
  }

  /// Tells `visitor` what is wanted of one minute, as of now: what is in the sums of that minute
  /// and what is still to be folded into them.
  ///
  /// @param minute Unix time divided by 60 seconds
  /// @throws StoreException if it cannot be read
  public synchronized void read(long minute, HistorySelection wanted, Visitor visitor)
      throws StoreException {
    try {
      past.read(minute, wanted, visitor);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
    unfolded.read(minute, wanted, visitor);
  }

  /// Snapshots that were too old for any minute of the history; they are in the totals.
  public long beyondHistory() {
    return beyondHistory;
  }

  /// Bytes that are in use, as of the last fold.
  public long bytes() {
    return bytes;
  }

  /// How far back history goes, as of the last fold.
  public Duration history() {
    return Duration.between(oldest, clock.instant());
  }

  /// Folds what is not yet, and closes the file. What was committed is safe whether or not that
  /// succeeds.
  @Override
  public synchronized void close() {
    try {
      fold();
    } catch (StoreException e) {
      LOG.warn("the journal is folded at the next start: {}", e.getMessage());
    } finally {
      closeUnfolded();
    }
  }

  /// Closes the file as it is; the journal is folded after the next start.
  synchronized void closeUnfolded() {
    try {
      database.close();
    } catch (SQLException e) {
      LOG.warn("the store was not closed: {}", e.getMessage());
    }
  }
}
