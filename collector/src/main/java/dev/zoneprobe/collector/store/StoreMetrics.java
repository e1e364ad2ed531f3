// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// The store as the collector's own metrics show it.
public final class StoreMetrics {
  private StoreMetrics() {}

  /// Registers them.
  public static void bind(Store store, GroupCommit commits, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.store", store, Store::bytes)
        .baseUnit("bytes")
        .description("Bytes of the store that are in use, as of the last fold")
        .register(meters);
    Gauge.builder("zoneprobe.collector.history", store, one -> one.history().toMillis() / 1e3)
        .baseUnit("seconds")
        .description("How far back history goes, as of the last fold")
        .register(meters);
    FunctionCounter.builder(
            "zoneprobe.collector.snapshots.beyond.history", store, Store::beyondHistory)
        .description("Merged snapshots that came too late to be in the history")
        .register(meters);
    Gauge.builder(
            "zoneprobe.collector.store.set.aside", store, one -> one.setAside().isPresent() ? 1 : 0)
        .description("1 if the store was found damaged at the start, set aside and begun anew")
        .register(meters);
    Gauge.builder(
            "zoneprobe.collector.store.writable", commits, one -> one.problem().isEmpty() ? 1 : 0)
        .description("Whether snapshots can be made durable")
        .register(meters);
    Gauge.builder("zoneprobe.collector.snapshots.waiting", commits, GroupCommit::waiting)
        .description("Snapshots that are let in and not durable yet")
        .register(meters);
    FunctionCounter.builder("zoneprobe.collector.frames.held.back", commits, GroupCommit::heldBack)
        .description("Frames that were not read before others had been made durable")
        .register(meters);
    FunctionCounter.builder("zoneprobe.collector.store.commits", commits, GroupCommit::commits)
        .description("Transactions that made snapshots durable")
        .register(meters);
    FunctionCounter.builder("zoneprobe.collector.store.failures", commits, GroupCommit::failures)
        .description("Attempts to write the store that failed")
        .register(meters);
  }
}
