// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

/// Nanoseconds since an arbitrary moment; only differences mean anything. Safe for all threads.
@FunctionalInterface
public interface NanoClock {
  /// The only clock that durations are taken with.
  NanoClock SYSTEM = System::nanoTime;

  long nanos();
}
