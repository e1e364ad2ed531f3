// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import dev.zoneprobe.measure.Label;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What has become of all cuts. Counted by the one thread of the backlog; any may read.
///
/// Key relationship: cuts made + inherited = acknowledged + refused + abandoned + waiting.
public final class BacklogCounts {
  /// Why a snapshot was given up.
  public enum Abandonment implements Label {
    /// Its store was not met for a day.
    AGE,
    /// Snapshots in doubt filled the backlog, and its store is away; or snapshots that no merge
    /// makes smaller did.
    SPACE
  }

  final LongAdder inherited = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder abandonedForAge = new LongAdder();
  final LongAdder abandonedForSpace = new LongAdder();
  final LongAdder waiting = new LongAdder();
  final LongAdder inDoubt = new LongAdder();
  final AtomicLong stranded = new AtomicLong();
  final LongAdder bytes = new LongAdder();
  final LongAdder merges = new LongAdder();

  /// How often two snapshots were added up, for a merge or to find that they cannot be one.
  final LongAdder sums = new LongAdder();

  final LongAdder attemptsDropped = new LongAdder();
  final LongAdder peerAttemptsDropped = new LongAdder();

  BacklogCounts() {}

  LongAdder abandonedFor(Abandonment why) {
    return switch (why) {
      case AGE -> abandonedForAge;
      case SPACE -> abandonedForSpace;
    };
  }

  /// Cuts that predecessors left in the state directory.
  public long inherited() {
    return inherited.sum();
  }

  /// Cuts that a store has.
  public long acknowledged() {
    return acknowledged.sum();
  }

  /// Cuts that a collector refused for good, or that were too large for any.
  public long refused() {
    return refused.sum();
  }

  /// Cuts that were given up.
  public long abandoned(Abandonment why) {
    return abandonedFor(why).sum();
  }

  /// Cuts that were refused, or given up for whatever reason: their samples are lost, unless a
  /// store has them and nobody heard of it.
  public long lost() {
    return refused() + abandonedForAge.sum() + abandonedForSpace.sum();
  }

  /// Cuts that are kept here.
  public long waiting() {
    return waiting.sum();
  }

  /// Those of them that are in doubt.
  public long inDoubt() {
    return inDoubt.sum();
  }

  /// Those of them whose store had not been met for a minute when the latest cut came.
  public long stranded() {
    return stranded.get();
  }

  /// Bytes kept here.
  public long bytes() {
    return bytes.sum();
  }

  /// How often two snapshots were merged for want of space.
  public long merges() {
    return merges.sum();
  }

  /// Attempts on peers that are in no sum of their node any more, because merged snapshots had too
  /// many nodes.
  public long peerAttemptsDropped() {
    return peerAttemptsDropped.sum();
  }

  /// Attempts that a snapshot told whole and a frame had no room for, or that a merge found others
  /// more telling than.
  public long attemptsDropped() {
    return attemptsDropped.sum();
  }
}
