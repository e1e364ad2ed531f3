// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/// Looks hosts up for the probes that connect to them. `localhost` needs no nameserver (RFC 6761,
/// section 6.3); `/etc/hosts` is not read. Only addresses of the family that the target wants are
/// asked for.
public final class DnsLookup implements NameLookup {
  private final DnsClient client;

  public DnsLookup(DnsClient client) {
    this.client = client;
  }

  @Override
  public InetAddress lookup(String host, OngoingAttempt attempt) throws LookupFailedException {
    Optional<InetAddress> literal = literal(host);
    Optional<InetAddress> known = literal.or(() -> localhost(host, attempt.target().family()));
    return known.isPresent() ? known.get() : ask(host, attempt);
  }

  /// No name holds a colon. An IPv6 address may name an interface (RFC 4007 section 11), which may
  /// come and go.
  ///
  /// @throws LookupFailedException if there is no such interface: nothing leads to the address
  private static Optional<InetAddress> literal(String host) throws LookupFailedException {
    if (!host.contains(":")) {
      return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(host));
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      throw new LookupFailedException(host, Failure.CONNECT_UNREACHABLE);
    }
  }

  private static Optional<InetAddress> localhost(String host, AddressFamily family) {
    InetAddress loopback = family == AddressFamily.IPV6 ? NetUtil.LOCALHOST6 : NetUtil.LOCALHOST4;
    return Endpoint.isLocalhost(host) ? Optional.of(loopback) : Optional.empty();
  }

  private InetAddress ask(String host, OngoingAttempt attempt) throws LookupFailedException {
    DnsRequest request = client.addressOf(host, attempt.target().family());
    Resolution resolution = client.lookup(request, attempt);
    Optional<Failure> failure = request.failure(resolution);
    if (failure.isPresent()) {
      throw new LookupFailedException(host, failure.get());
    }
    attempt.goesOn();
    return resolution.addresses().getFirst();
  }
}
