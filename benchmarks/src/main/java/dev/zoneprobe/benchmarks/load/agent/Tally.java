// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import io.grpc.Status;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What happened to all snapshots of all simulated agents. Lives on the event loop.
///
/// Key relationship: cut = acknowledged + refused + those that agents still keep.
final class Tally {
  private final SortedMap<String, Long> acknowledgedByZone = new TreeMap<>();
  private final SortedMap<String, Long> endings = new TreeMap<>();
  private LatencyHistogram receiptTimes = new LatencyHistogram();
  private long cut;
  private long refused;
  private long refusedSeries;

  void cut() {
    cut++;
  }

  /// @param nanos from the moment at which the snapshot was due to be cut until its receipt
  void acknowledged(String zone, long nanos, long seriesLeftOut) {
    acknowledgedByZone.merge(zone, 1L, Long::sum);
    receiptTimes.record(nanos);
    refusedSeries += seriesLeftOut;
  }

  /// The collector will never take a snapshot.
  void refused() {
    refused++;
  }

  /// A stream that nobody meant to end is over.
  void ended(Status status) {
    endings.merge(status.getCode() + ": " + status.getDescription(), 1L, Long::sum);
  }

  /// How long receipts took since the last call, which begins anew.
  LatencyHistogram takeReceiptTimes() {
    LatencyHistogram taken = receiptTimes;
    receiptTimes = new LatencyHistogram();
    return taken;
  }

  Progress progress(WireCount wire) {
    return new Progress(
        cut,
        Map.copyOf(acknowledgedByZone),
        refused,
        refusedSeries,
        wire.written(),
        wire.read(),
        Map.copyOf(endings));
  }
}
