// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import java.util.OptionalLong;

/// One snapshot of a simulated agent, without its bytes: they follow from it.
///
/// @param dueNanos when it was to be cut, by the clock of the run
/// @param follows the last sequence that was acknowledged when it was first sent; absent before
public record Cut(
    long sequence, long dueNanos, long fromUnixMillis, long toUnixMillis, OptionalLong follows) {
  /// The same snapshot, on its way for the first time.
  public Cut following(long acknowledged) {
    return new Cut(sequence, dueNanos, fromUnixMillis, toUnixMillis, OptionalLong.of(acknowledged));
  }
}
