// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Where admitted snapshots go, and when their receipts may be given. Thread-safe.
public interface Durability {
  /// Names what is stored, for as long as it lives.
  String storeId();

  /// Waits while so much waits to be durable that nothing more is to be read from the network.
  /// Returns when there is room, or a problem, or the thread is interrupted.
  void awaitRoom();

  /// Why nothing can be taken at present; empty while all is well.
  Optional<String> problem();

  /// Takes a snapshot; done, never exceptionally, when it is durable.
  CompletableFuture<@Nullable Void> add(IntervalSnapshot snapshot);

  /// Done when everything that has been taken so far is durable.
  CompletableFuture<@Nullable Void> settled();
}
