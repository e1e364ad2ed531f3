// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.wire.HistogramPayload;
import dev.zoneprobe.wire.InvalidFrameException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sums by period: of all time, and of each minute.
public final class SumTable {
  /// The period that is all time; every other one is a minute.
  public static final long ALL_TIME = 0;

  private final Dictionary dictionary;
  private final PreparedStatement selectDuration;
  private final PreparedStatement putDuration;
  private final PreparedStatement addCount;
  private final PreparedStatement selectDurations;
  private final PreparedStatement selectCounts;
  private final List<PreparedStatement> deletes;
  private final List<PreparedStatement> deleteTotals;
  private final PreparedStatement oldest;
  private final PreparedStatement newest;

  public SumTable(Database database, Dictionary dictionary) throws SQLException {
    this.dictionary = dictionary;
    selectDuration =
        database.prepare(
            "SELECT sum_nanos, histogram FROM duration WHERE period = ? AND slice = ? AND route = ?");
    putDuration = database.prepare("INSERT OR REPLACE INTO duration VALUES (?, ?, ?, ?, ?)");
    addCount =
        database.prepare(
            "INSERT INTO attempt_count VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET count = count + excluded.count");
    selectDurations = database.prepare("SELECT * FROM duration WHERE period = ?");
    selectCounts = database.prepare("SELECT * FROM attempt_count WHERE period = ?");
    deletes =
        List.of(
            database.prepare("DELETE FROM duration WHERE period > 0 AND period < ?"),
            database.prepare("DELETE FROM attempt_count WHERE period > 0 AND period < ?"));
    deleteTotals =
        List.of(
            database.prepare(
                "DELETE FROM duration WHERE period = 0 AND slice IN (SELECT id FROM slice)"
                    + " AND route = ?"),
            database.prepare("DELETE FROM attempt_count WHERE period = 0 AND route = ?"));
    oldest = database.prepare("SELECT min(period) FROM attempt_count WHERE period > 0");
    newest = database.prepare("SELECT max(period) FROM attempt_count");
  }

  /// The minute that `moment` lies in: Unix time divided by 60 seconds.
  public static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60);
  }

  /// Adds `more` to what `subject` did in `period`.
  public void add(long period, ZoneSubject subject, Sum more) throws SQLException, StoreException {
    long route = dictionary.id(subject);
    for (Map.Entry<Slice, LatencyHistogram> one : more.durations().entrySet()) {
      add(period, dictionary.id(one.getKey()), route, one.getValue());
    }
    for (Map.Entry<String, Long> one : CountNames.of(more.counts()).entrySet()) {
      addCount.setLong(1, period);
      addCount.setLong(2, route);
      addCount.setString(3, one.getKey());
      addCount.setLong(4, one.getValue());
      addCount.executeUpdate();
    }
  }

  private void add(long period, long slice, long route, LatencyHistogram more)
      throws SQLException, StoreException {
    LatencyHistogram sum = more.copy();
    selectDuration.setLong(1, period);
    selectDuration.setLong(2, slice);
    selectDuration.setLong(3, route);
    try (ResultSet row = selectDuration.executeQuery()) {
      if (row.next()) {
        sum.add(histogram(row));
      }
    }
    putDuration.setLong(1, period);
    putDuration.setLong(2, slice);
    putDuration.setLong(3, route);
    putDuration.setLong(4, sum.sumNanos());
    putDuration.setBytes(5, HistogramPayload.encode(sum));
    putDuration.executeUpdate();
  }

  /// What a row of `duration` holds, as a new histogram.
  ///
  /// @throws StoreException if that is no histogram
  public static LatencyHistogram histogram(ResultSet row) throws SQLException, StoreException {
    try {
      return HistogramPayload.decode(
          row.getBytes("histogram"), row.getLong("sum_nanos"), Long.MAX_VALUE);
    } catch (InvalidFrameException e) {
      throw new StoreException(Reason.DAMAGED, "a sum is damaged: " + e.getMessage());
    }
  }

  /// What one subject did in one period. The reader owns it.
  public record Row(ZoneSubject subject, Sum sum) {}

  /// The sums of one period. An hour of a large cluster would not fit into memory.
  public List<Row> read(long period) throws SQLException, StoreException {
    Map<Long, Sum> sums = new HashMap<>();
    try (ResultSet row = of(period, selectDurations)) {
      while (row.next()) {
        sum(sums, row).add(dictionary.slice(row.getLong("slice")), histogram(row));
      }
    }
    readCounts(period, sums);
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<Long, Sum> route : sums.entrySet()) {
      rows.add(new Row(dictionary.subject(route.getKey()), route.getValue()));
    }
    return rows;
  }

  private void readCounts(long period, Map<Long, Sum> sums) throws SQLException, StoreException {
    try (ResultSet row = of(period, selectCounts)) {
      while (row.next()) {
        sum(sums, row).add(CountNames.counts(Map.of(row.getString("what"), row.getLong("count"))));
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(Reason.DAMAGED, "a count is damaged: " + e.getMessage());
    }
  }

  private static Sum sum(Map<Long, Sum> sums, ResultSet row) throws SQLException {
    return sums.computeIfAbsent(row.getLong("route"), _ -> new Sum());
  }

  private static ResultSet of(long period, PreparedStatement select) throws SQLException {
    select.setLong(1, period);
    return select.executeQuery();
  }

  /// Forgets all minutes before `minute`.
  public void forgetBefore(long minute) throws SQLException {
    for (PreparedStatement delete : deletes) {
      delete.setLong(1, minute);
      delete.executeUpdate();
    }
  }

  /// Notes that somebody reported `subject` in `minute`, or later.
  public void reported(ZoneSubject subject, long minute) throws SQLException {
    dictionary.reported(subject, minute);
  }

  /// Forgets the subjects that nobody has reported since before `minute`, and returns them; minutes
  /// before it must be forgotten already.
  public List<ZoneSubject> forgetSilent(long minute) throws SQLException, StoreException {
    List<ZoneSubject> forgotten = new ArrayList<>();
    for (long route : dictionary.silentSince(minute)) {
      for (PreparedStatement delete : deleteTotals) {
        delete.setLong(1, route);
        delete.executeUpdate();
      }
      forgotten.add(dictionary.forget(route));
    }
    return forgotten;
  }

  /// The oldest minute that is kept; [#ALL_TIME] if there is none.
  public long oldestMinute() throws SQLException {
    return firstOf(oldest);
  }

  /// The newest minute that is kept; [#ALL_TIME] if there is none.
  public long newestMinute() throws SQLException {
    return firstOf(newest);
  }

  private static long firstOf(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.getLong(1);
    }
  }
}
