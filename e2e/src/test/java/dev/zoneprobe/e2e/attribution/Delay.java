// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import dev.zoneprobe.e2e.kit.time.RealTime;
import java.time.Duration;
import java.util.Optional;

/// Holds servers up at one stage, which the test names before each attempt. Thread-safe.
final class Delay {
  static final Duration LENGTH = Duration.ofMillis(50);

  private volatile Optional<Stage> slow = Optional.empty();

  /// From now on, `stage` is slow and all others are not.
  void at(Optional<Stage> stage) {
    slow = stage;
  }

  /// A server has come to `stage`: returns late if that is the slow one.
  void pass(Stage stage) {
    if (slow.equals(Optional.of(stage))) {
      RealTime.passes(LENGTH, "a server is slow");
    }
  }
}
