// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What the frames of one connection take before they have been read. Thread-safe.
final class ConnectionShare {
  private static final ThreadLocal<@Nullable ConnectionShare> CURRENT = new ThreadLocal<>();

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();

  /// That of the connection that is being read on this thread; a new one if none is.
  static ConnectionShare current() {
    ConnectionShare current = CURRENT.get();
    return current == null ? new ConnectionShare() : current;
  }

  /// Is the current one while `work` is done.
  void during(Runnable work) {
    CURRENT.set(this);
    try {
      work.run();
    } finally {
      CURRENT.remove();
    }
  }

  /// Adds to what they take, or takes away, and returns it.
  long add(long more) {
    return bytes.addAndGet(more);
  }

  /// A frame has begun to arrive.
  void begun() {
    unfinished.incrementAndGet();
  }

  /// One that had begun is whole, or will never be.
  void finished() {
    unfinished.decrementAndGet();
  }

  /// Whether a part of a frame is here, and not all of it.
  boolean isInAFrame() {
    return unfinished.get() > 0;
  }
}
