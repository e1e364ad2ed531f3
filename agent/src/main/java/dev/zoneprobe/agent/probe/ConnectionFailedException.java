// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.Failure;
import java.io.IOException;

/// A connection could not be opened, secured or set up. It is an [IOException] so that it passes
/// through HTTP libraries.
public final class ConnectionFailedException extends IOException {
  private final Failure reason;

  public ConnectionFailedException(Failure reason, Throwable cause) {
    super(reason.label(), cause);
    this.reason = reason;
  }

  public Failure reason() {
    return reason;
  }
}
