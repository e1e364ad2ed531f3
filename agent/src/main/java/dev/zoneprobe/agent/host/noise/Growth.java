// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import java.util.Optional;
import java.util.function.Supplier;

/// By how much a counter of nanoseconds has grown since it was asked last. Not thread-safe.
final class Growth {
  private final Supplier<Optional<Long>> counter;
  private Optional<Long> last;

  /// @param counter never decreases; may be absent, now or for ever
  Growth(Supplier<Optional<Long>> counter) {
    this.counter = counter;
    this.last = counter.get();
  }

  /// Zero if the counter is absent now, or was when it was asked last.
  long nanosSinceLastAsked() {
    Optional<Long> before = last;
    last = counter.get();
    return before.isPresent() && last.isPresent() ? last.get() - before.get() : 0;
  }
}
