// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.pair;

import dev.zoneprobe.collector.history.Grouping;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.history.Question;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/// A pair's durations as files that tools of HdrHistogram read.
public final class PairFiles {
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private final Past past;

  public PairFiles(Past past) {
    this.past = past;
  }

  /// The percentile distribution of the whole window, in milliseconds.
  public String percentiles(Question question, PairView.Pair pair) throws StoreException {
    Grouping<PairView.Pair> sums = new Grouping<>(_ -> pair);
    past.readWhole(question.window(), pair.phaseOnly(question), sums);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      sums.part(pair).durations().counts().outputPercentileDistribution(out, NANOS_PER_MILLISECOND);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /// One histogram for each minute of which there is one, in nanoseconds.
  public String log(Question question, PairView.Pair pair) throws StoreException {
    TreeMap<Long, Grouping<PairView.Pair>> minutes = new TreeMap<>();
    past.read(
        question.window(),
        1,
        pair.phaseOnly(question),
        minute -> minutes.computeIfAbsent(minute, _ -> new Grouping<>(_ -> pair)));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    HistogramLogWriter writer = new HistogramLogWriter(text);
    writer.outputComment("[zoneprobe: " + question.phase().label() + ", nanoseconds]");
    writer.outputLogFormatVersion();
    writer.outputStartTime(question.window().from().toEpochMilli());
    writer.outputLegend();
    minutes.forEach((minute, sums) -> write(writer, minute, sums.part(pair).durations()));
    writer.close();
    return text.toString(StandardCharsets.UTF_8);
  }

  private static void write(HistogramLogWriter writer, long minute, LatencyHistogram durations) {
    if (durations.count() == 0) {
      return;
    }
    Histogram counts = durations.counts();
    counts.setStartTimeStamp(60_000 * minute);
    counts.setEndTimeStamp(60_000 * (minute + 1));
    writer.outputIntervalHistogram(
        60.0 * minute, 60.0 * (minute + 1), counts, NANOS_PER_MILLISECOND);
  }
}
