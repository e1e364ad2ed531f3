// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import java.net.UnknownHostException;

/// A name could not be turned into an address. It is an [UnknownHostException] so that it passes
/// through HTTP libraries.
public final class LookupFailedException extends UnknownHostException {
  private final Failure reason;

  public LookupFailedException(String host, Failure reason) {
    super(host + ": " + reason.label());
    this.reason = reason;
  }

  public Failure reason() {
    return reason;
  }

  /// Ends the attempt that needed the address: for this reason, or as a lookup that timed out if
  /// that was past the attempt's deadline.
  public Attempt end(OngoingAttempt attempt) {
    return attempt.failed(attempt.isOverdue() ? Failure.DNS_TIMEOUT : reason);
  }
}
