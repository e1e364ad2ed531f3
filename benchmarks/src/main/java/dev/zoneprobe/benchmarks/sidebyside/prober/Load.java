// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import java.time.Duration;

/// What a prober is asked to do: each target once a second, over new connections.
///
/// @param warmUp how long it has been at it before anything is measured
public record Load(Kind kind, int targets, Duration warmUp, Duration measured) {
  /// What a probe is.
  public enum Kind {
    TCP,
    HTTP;

    /// Its name in settings.
    public String label() {
      return this == TCP ? "tcp" : "http";
    }
  }
}
