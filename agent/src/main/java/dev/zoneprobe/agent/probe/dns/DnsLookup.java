// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.measure.Failure;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;
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
    Optional<InetAddress> known =
        literal(host).or(() -> localhost(host, attempt.target().family()));
    return known.isPresent() ? known.get() : ask(host, attempt);
  }

  private static Optional<InetAddress> literal(String host) {
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(host));
  }

  private static Optional<InetAddress> localhost(String host, AddressFamily family) {
    String name = "." + DnsSettings.absolute(host.toLowerCase(Locale.ROOT));
    InetAddress loopback = family == AddressFamily.IPV6 ? NetUtil.LOCALHOST6 : NetUtil.LOCALHOST4;
    return name.endsWith(".localhost.") ? Optional.of(loopback) : Optional.empty();
  }

  private InetAddress ask(String host, OngoingAttempt attempt) throws LookupFailedException {
    DnsRequest request = client.addressOf(host, attempt.target().family());
    Resolution resolution = client.lookup(request, attempt);
    Optional<Failure> failure = request.failure(resolution);
    if (failure.isPresent()) {
      throw new LookupFailedException(host, failure.get());
    }
    return resolution.addresses().getFirst();
  }
}
