// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.Attempt;

/// Probes one target over one kind of connection.
///
/// State of an attempt lives in its [OngoingAttempt], never here; what lives here is what outlasts
/// attempts, such as an open connection. Several attempts may run at once, each on its own thread.
public interface Probe extends AutoCloseable {
  /// Makes the attempt, and returns when it has ended: at the latest shortly after its deadline. A
  /// failing network is an outcome, never an exception. Blocks the calling thread.
  Attempt attempt(OngoingAttempt attempt);

  /// Closes connections that were kept open. Attempts in flight fail.
  @Override
  void close();
}
