// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.recent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Durations of the last five minutes by key.
///
/// Whole slots of half a minute are forgotten, so that it reaches back between 5 and 5.5 minutes:
/// at one attempt a second that is just what a 99th percentile needs. A key without durations is
/// forgotten as well; there are never more of them than was allowed. Thread-safe.
public final class RecentDurations<K> {
  /// How far back it reaches at least.
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int SLOTS = 10;
  private static final long SLOT_NANOS = WINDOW.toNanos() / SLOTS;

  private final NanoClock clock;
  private final int mostKeys;
  private final long originNanos;

  /// By the number of the slot since `originNanos`.
  @GuardedBy("this")
  private final Map<K, NavigableMap<Long, LatencyHistogram>> slots = new HashMap<>();

  @GuardedBy("this")
  private long leftOut;

  /// @param mostKeys how many keys it knows at once; durations of any other are left out
  public RecentDurations(NanoClock clock, int mostKeys) {
    this.clock = clock;
    this.mostKeys = mostKeys;
    this.originNanos = clock.nanos();
  }

  /// Counts a duration.
  public synchronized void record(K key, long nanos) {
    if (!slots.containsKey(key) && !hasRoom()) {
      leftOut++;
      return;
    }
    NavigableMap<Long, LatencyHistogram> recent = slots.computeIfAbsent(key, _ -> new TreeMap<>());
    forget(recent);
    recent.computeIfAbsent(currentSlot(), _ -> new LatencyHistogram()).record(nanos);
  }

  @GuardedBy("this")
  private boolean hasRoom() {
    if (slots.size() == mostKeys) {
      keys();
    }
    return slots.size() < mostKeys;
  }

  private void forget(NavigableMap<Long, LatencyHistogram> recent) {
    recent.headMap(currentSlot() - SLOTS, false).clear();
  }

  private long currentSlot() {
    return (clock.nanos() - originNanos) / SLOT_NANOS;
  }

  /// The keys that have durations.
  public synchronized List<K> keys() {
    slots.values().forEach(this::forget);
    slots.values().removeIf(Map::isEmpty);
    return new ArrayList<>(slots.keySet());
  }

  /// Everything that `key` has, as a histogram of the caller's own.
  public synchronized LatencyHistogram of(K key) {
    LatencyHistogram all = new LatencyHistogram();
    NavigableMap<Long, LatencyHistogram> recent = slots.getOrDefault(key, new TreeMap<>());
    forget(recent);
    recent.values().forEach(all::add);
    return all;
  }

  /// How many durations were left out because there were too many keys.
  public synchronized long leftOut() {
    return leftOut;
  }
}
