// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.measure.Failure;
import java.io.IOException;

/// A connection could not be opened or secured. It is an [IOException] so that it passes through
/// OkHttp.
final class ConnectionFailedException extends IOException {
  private final Failure reason;

  ConnectionFailedException(Failure reason, IOException cause) {
    super(reason.label(), cause);
    this.reason = reason;
  }

  Failure reason() {
    return reason;
  }
}
