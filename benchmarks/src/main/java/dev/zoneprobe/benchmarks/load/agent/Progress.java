// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import java.util.Map;

/// How far a fleet has come since its start.
///
/// @param cut snapshots that were due
/// @param acknowledgedByZone snapshots that have their receipt, by source zone
/// @param refused snapshots that the collector will never take
/// @param refusedSeries that receipts said were left out, once for each snapshot
/// @param written bytes to the collector: all that TCP carried, without its own headers
/// @param read bytes from the collector
/// @param endings streams that ended by themselves, by status
public record Progress(
    long cut,
    Map<String, Long> acknowledgedByZone,
    long refused,
    long refusedSeries,
    long written,
    long read,
    Map<String, Long> endings) {

  /// Snapshots that have their receipt.
  public long acknowledged() {
    return acknowledgedByZone.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Snapshots that are waiting for their receipt, or to be sent.
  public long unanswered() {
    return cut - acknowledged() - refused;
  }
}
