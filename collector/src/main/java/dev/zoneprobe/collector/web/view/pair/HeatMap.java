// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.pair;

import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.web.view.part.Json;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How many durations of which length there were in which part of a window. Not thread-safe.
final class HeatMap {
  private static final int MOST_COLUMNS = 120;
  private static final int MOST_ROWS = 40;

  /// A row's upper bound is so many times its lower one, if there is room.
  private static final double FINEST_STEP = 1.15;

  private final Minutes minutes;
  private final int minutesPerColumn;
  private final List<LatencyHistogram> columns;
  private final boolean[] known;

  HeatMap(Minutes minutes) {
    this.minutes = minutes;
    minutesPerColumn = minutesPerColumn(minutes);
    columns =
        IntStream.range(0, Math.ceilDiv(minutes.count(), minutesPerColumn))
            .mapToObj(_ -> new LatencyHistogram())
            .toList();
    known = new boolean[columns.size()];
  }

  /// How many minutes each column is wide.
  static int minutesPerColumn(Minutes minutes) {
    return Math.ceilDiv(minutes.count(), MOST_COLUMNS);
  }

  /// @param starts when each column begins
  /// @param bounds lower ones of the rows in seconds, and the upper one of the last
  /// @param counts column, row, samples
  /// @param missing columns of which nothing is known
  record Heat(
      List<Instant> starts,
      int stepSeconds,
      List<Double> bounds,
      List<List<Long>> counts,
      List<Integer> missing) {}

  /// Adds durations of one minute.
  void add(long minute, LatencyHistogram durations) {
    columns.get(column(minute)).add(durations);
  }

  /// Notes that something is known of a minute.
  void noteKnown(long minute) {
    known[column(minute)] = true;
  }

  private int column(long minute) {
    return Math.toIntExact((minute - minutes.first()) / minutesPerColumn);
  }

  /// All that was added.
  Heat heat() {
    long[] bounds = bounds();
    List<List<Long>> counts = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      count(column, bounds, counts);
    }
    return new Heat(
        IntStream.range(0, columns.size())
            .mapToObj(column -> minutes.from().plusSeconds(60L * minutesPerColumn * column))
            .toList(),
        60 * minutesPerColumn,
        Arrays.stream(bounds).mapToObj(Json::seconds).toList(),
        counts,
        IntStream.range(0, known.length).filter(column -> !known[column]).boxed().toList());
  }

  private void count(int column, long[] bounds, List<List<Long>> counts) {
    long[] rows = new long[bounds.length];
    columns
        .get(column)
        .forEachCell(
            (cell, count) -> rows[row(bounds, LatencyHistogram.middleNanos(cell))] += count);
    for (int row = 0; row < rows.length; row++) {
      if (rows[row] > 0) {
        counts.add(List.of((long) column, (long) row, rows[row]));
      }
    }
  }

  private static int row(long[] bounds, long nanos) {
    int found = Arrays.binarySearch(bounds, nanos);
    return Math.clamp(found >= 0 ? found : -found - 2, 0, bounds.length - 2);
  }

  /// From the shortest duration to the longest, each a constant factor above the one before.
  private long[] bounds() {
    LatencyHistogram all = new LatencyHistogram();
    columns.forEach(all::add);
    if (all.count() == 0) {
      return new long[0];
    }
    double lowest = Math.max((double) LatencyHistogram.LOWEST_NANOS, all.nanosAtRank(1) * 0.999);
    double highest = Math.max(lowest * FINEST_STEP, (double) all.maxNanos());
    int rows =
        (int) Math.min(MOST_ROWS, Math.ceil(Math.log(highest / lowest) / Math.log(FINEST_STEP)));
    double step = Math.pow(highest / lowest, 1.0 / rows);
    return IntStream.rangeClosed(0, rows)
        .mapToLong(row -> Math.round(lowest * Math.pow(step, row)))
        .toArray();
  }
}
