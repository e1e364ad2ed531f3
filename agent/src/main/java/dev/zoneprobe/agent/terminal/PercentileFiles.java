// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A run of attempts as HdrHistogram percentile distributions in milliseconds, which its plotters
/// read: one file for each target, kind of connection and phase.
public final class PercentileFiles {
  private static final int TICKS_PER_HALF_DISTANCE = 5;
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private PercentileFiles() {}

  /// Writes the files into `directory`, which is created if need be.
  ///
  /// @throws IOException if it cannot be written to
  public static void write(IntervalSnapshot snapshot, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (SubjectInterval interval : snapshot.subjects()) {
      String target = interval.subject().target().replaceAll("[^A-Za-z0-9.-]+", "_");
      for (Map.Entry<Connection, Map<Phase, LatencyHistogram>> connection :
          PhaseTable.of(interval).histograms().entrySet()) {
        String name = target + "-" + connection.getKey().label();
        writePhases(connection.getValue(), directory, name);
      }
    }
  }

  private static void writePhases(Map<Phase, LatencyHistogram> phases, Path directory, String name)
      throws IOException {
    for (Map.Entry<Phase, LatencyHistogram> phase : phases.entrySet()) {
      Path file = directory.resolve(name + "-" + phase.getKey().label() + ".hgrm");
      try (PrintStream out =
          new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
        phase
            .getValue()
            .counts()
            .outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MILLISECOND);
      }
    }
  }
}
