// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.past;

import dev.zoneprobe.collector.store.table.CountNames;
import dev.zoneprobe.collector.store.table.Database;
import dev.zoneprobe.collector.store.table.Dictionary;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.collector.store.table.SumTable;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Slice;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// Reads of a minute's sums those that are wanted, and decodes no others. Not thread-safe.
public final class MinuteReader {
  /// So many routes are looked up one by one; of more, all between the first and the last are read.
  private static final int LOOKED_UP = 8;

  private final Dictionary dictionary;
  private final PreparedStatement durations;
  private final PreparedStatement counts;

  /// Prepares its statements.
  ///
  /// @param dictionary of the same database
  public MinuteReader(Database database, Dictionary dictionary) throws SQLException {
    this.dictionary = dictionary;
    durations =
        database.prepare(
            "SELECT route, sum_nanos, histogram FROM duration"
                + " WHERE period = ? AND slice = ? AND route BETWEEN ? AND ?");
    counts =
        database.prepare(
            "SELECT route, what, count FROM attempt_count"
                + " WHERE period = ? AND route BETWEEN ? AND ?");
  }

  private record Range(long first, long last) {}

  /// Tells `visitor` what is in the sums of `minute`.
  ///
  /// @param minute Unix time divided by 60 seconds
  public void read(long minute, HistorySelection wanted, Visitor visitor)
      throws SQLException, StoreException {
    NavigableMap<Long, ZoneSubject> routes = dictionary.subjects(wanted.subjects());
    Map<Long, Slice> slices = dictionary.slices(wanted.slices());
    for (Range range : ranges(routes)) {
      readCounts(minute, range, routes, visitor);
      for (Map.Entry<Long, Slice> slice : slices.entrySet()) {
        durations.setLong(2, slice.getKey());
        readDurations(
            minute,
            range,
            (row, route) -> {
              ZoneSubject subject = routes.get(route);
              if (subject != null) {
                visitor.durations(subject, slice.getValue(), SumTable.histogram(row));
              }
            });
      }
    }
  }

  private static List<Range> ranges(NavigableMap<Long, ZoneSubject> routes) {
    if (routes.size() <= LOOKED_UP) {
      return routes.keySet().stream().map(route -> new Range(route, route)).toList();
    }
    return List.of(new Range(routes.firstKey(), routes.lastKey()));
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row, long route) throws SQLException, StoreException;
  }

  private void readDurations(long minute, Range range, RowReader reader)
      throws SQLException, StoreException {
    durations.setLong(1, minute);
    durations.setLong(3, range.first());
    durations.setLong(4, range.last());
    try (ResultSet row = durations.executeQuery()) {
      while (row.next()) {
        reader.read(row, row.getLong("route"));
      }
    }
  }

  private void readCounts(long minute, Range range, Map<Long, ZoneSubject> routes, Visitor visitor)
      throws SQLException, StoreException {
    counts.setLong(1, minute);
    counts.setLong(2, range.first());
    counts.setLong(3, range.last());
    try (ResultSet row = counts.executeQuery()) {
      while (row.next()) {
        ZoneSubject subject = routes.get(row.getLong("route"));
        if (subject != null) {
          visitor.counts(
              subject, CountNames.counts(Map.of(row.getString("what"), row.getLong("count"))));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(Reason.DAMAGED, "a count is damaged: " + e.getMessage());
    }
  }
}
