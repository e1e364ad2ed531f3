// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import java.net.InetAddress;

/// A lookup for tests: names under `.test` are at 127.0.0.1, others do not exist.
public final class LoopbackNames implements NameLookup {
  @Override
  public InetAddress lookup(String host, OngoingAttempt attempt) throws LookupFailedException {
    if (Character.isDigit(host.charAt(0))) {
      return InetAddress.ofLiteral(host);
    }
    attempt.start(Phase.DNS_LOOKUP);
    if (!host.endsWith(".test")) {
      throw new LookupFailedException(host, Failure.DNS_NXDOMAIN);
    }
    attempt.end(Phase.DNS_LOOKUP);
    return InetAddress.ofLiteral("127.0.0.1");
  }
}
