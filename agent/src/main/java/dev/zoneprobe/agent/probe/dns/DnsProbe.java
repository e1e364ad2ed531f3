// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import java.util.Optional;

/// Asks for records of one name. Every attempt has a socket of its own, so its connection is always
/// `new`.
public final class DnsProbe implements Probe {
  private final DnsClient client;
  private final Endpoint.Dns endpoint;

  public DnsProbe(Endpoint.Dns endpoint, DnsClient client) {
    this.client = client;
    this.endpoint = endpoint;
  }

  @Override
  public Attempt attempt(OngoingAttempt attempt) {
    DnsRequest request = client.ask(endpoint);
    try {
      Resolution resolution = client.lookup(request, attempt);
      Optional<Failure> failure = request.failure(resolution);
      if (failure.isPresent()) {
        request.difference(resolution).ifPresent(attempt.observations()::detail);
        throw new LookupFailedException(endpoint.name(), failure.get());
      }
      return attempt.succeeded();
    } catch (LookupFailedException e) {
      return e.end(attempt);
    }
  }

  /// Nothing outlasts an attempt.
  @Override
  public void close() {}
}
