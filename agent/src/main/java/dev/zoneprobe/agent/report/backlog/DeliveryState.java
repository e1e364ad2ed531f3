// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

/// Where a snapshot may be, besides here.
public sealed interface DeliveryState {
  /// Nowhere: it may be merged, and may go to any store.
  record Unsent() implements DeliveryState {}

  /// Perhaps in this store: it was sent there, or was about to be, and has no receipt. It goes
  /// there again, unchanged, and nowhere else.
  record InDoubt(StoreId store) implements DeliveryState {}
}
