// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.collector.Recount;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.util.Optional;

/// What one run found out.
///
/// @param collector absent if its process is not ours
/// @param generatorCores what the simulated agents themselves took
/// @param unanswered snapshots without a receipt, long after the last was cut
record Figures(
    int agents,
    Optional<Cost> collector,
    double generatorCores,
    Traffic traffic,
    Scrapes scrapes,
    Recount recount,
    long unanswered) {

  /// What the collector's process took.
  ///
  /// @param cores processor time for each second that was measured
  record Cost(double cores, long residentKilobytes, long peakKilobytes) {}

  /// What went to the collector.
  ///
  /// @param snapshots acknowledged while it was measured
  /// @param bytes from the agents, without the headers of TCP
  /// @param receiptTimes from the moment at which a snapshot was due until its receipt
  record Traffic(Duration measured, long snapshots, long bytes, LatencyHistogram receiptTimes) {}

  /// Both ways of scraping, under load; bytes before they are compressed.
  ///
  /// @param samples that a server which scrapes text has to store
  record Scrapes(
      int textBytes, Duration textTook, int protobufBytes, Duration protobufTook, long samples) {}

  /// Whether every snapshot was acknowledged and every sample counted once.
  boolean isExact() {
    return unanswered == 0 && recount.isExact();
  }

  /// What is wrong if it is not exact, for a person.
  String mistakes() {
    return "%d agents: %d samples lost, %d doubled, %d snapshots without a receipt"
        .formatted(agents, recount.lost(), recount.doubled(), unanswered);
  }
}
