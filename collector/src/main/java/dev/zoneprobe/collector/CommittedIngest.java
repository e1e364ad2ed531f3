// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.ingest.Durability;
import dev.zoneprobe.collector.store.GroupCommit;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What agents are promised, kept by the group commit.
record CommittedIngest(String storeId, GroupCommit commits) implements Durability {
  @Override
  public Optional<String> problem() {
    return commits.problem();
  }

  @Override
  public void awaitRoom() {
    commits.awaitRoom();
  }

  @Override
  public CompletableFuture<@Nullable Void> add(IntervalSnapshot snapshot) {
    return commits.add(snapshot);
  }

  @Override
  public CompletableFuture<@Nullable Void> settled() {
    return commits.settled();
  }
}
