// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// For how long the garbage collectors have stopped all threads. Not thread-safe.
///
/// They are asked, rather than told of, because a notification comes on a thread of its own, late
/// on a starved host, and its times count from another moment than the uptime that Java tells
/// (decision 0013).
final class GcPauses {
  /// Collectors that work beside the program give the time of their whole cycle under such a name,
  /// and their pauses under another.
  private static final String NOT_A_PAUSE = "Cycles";

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> !collector.getName().endsWith(NOT_A_PAUSE))
          .toList();
  private long count = count();
  private long millis = millis();

  /// The time of the pauses since it was asked last, to the millisecond.
  long nanosSinceLastAsked() {
    long latest = count();
    if (latest == count) {
      return 0;
    }
    count = latest;
    long before = millis;
    millis = millis();
    return TimeUnit.MILLISECONDS.toNanos(millis - before);
  }

  private long count() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  private long millis() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }
}
