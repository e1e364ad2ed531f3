// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Endpoint.RecordType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Asks nameservers, with the settings that this agent has at the time. Keeps nothing between
/// lookups: no cache, no socket. Thread-safe.
public final class DnsClient {
  private final EventLoops loops;
  private final Supplier<DnsSettings> current;
  private final AtomicInteger lookups = new AtomicInteger();

  /// @param loops stay with their owner
  /// @param current asked at the begin of each lookup, on any thread
  public DnsClient(EventLoops loops, Supplier<DnsSettings> current) {
    this.loops = loops;
    this.current = current;
  }

  /// The request for an address of `host`.
  DnsRequest addressOf(String host, AddressFamily family) {
    DnsSettings settings = current.get();
    return new DnsRequest(
        settings.candidates(host),
        settings.decisive(host),
        types(family, settings),
        Optional.empty(),
        settings.nameservers());
  }

  private static Set<RecordType> types(AddressFamily family, DnsSettings settings) {
    return switch (family) {
      case IPV4 -> Set.of(RecordType.A);
      case IPV6 -> Set.of(RecordType.AAAA);
      case ANY -> settings.family().types();
    };
  }

  /// The request that `endpoint` stands for. A name is completed from the search list only where
  /// that says what a program on this host would get: at our own nameservers, and with success
  /// wanted. A name that is to fail would fail too easily with a domain behind it.
  DnsRequest ask(Endpoint.Dns endpoint) {
    DnsSettings settings = current.get();
    boolean completed = endpoint.nameserver().isEmpty() && endpoint.rcode().orElse(0) == 0;
    return new DnsRequest(
        completed
            ? settings.candidates(endpoint.name())
            : List.of(DnsSettings.absolute(endpoint.name())),
        settings.decisive(endpoint.name()),
        Set.of(endpoint.type()),
        endpoint.rcode(),
        endpoint.nameserver().map(List::of).orElse(settings.nameservers()));
  }

  /// Looks up on the attempt's time: `dns_lookup` starts when the first query is written (right
  /// before the kernel gets it), or, over TCP only, when the nameserver is connected to (right
  /// before that), and ends when an answer arrives that meets the request.
  ///
  /// @return what was said about the first name that meets the request; if none does, about the one
  ///   whose failure counts
  /// @throws LookupFailedException with `dns_timeout` if no nameserver answers in time
  Resolution lookup(DnsRequest request, OngoingAttempt attempt) throws LookupFailedException {
    DnsSettings settings = current.get();
    DnsRequest inTurn =
        settings.options().contains(DnsSettings.Option.ROTATE)
            ? request.beginningWith(lookups.getAndIncrement())
            : request;
    return new NameSearch(loops, settings, inTurn, attempt).run();
  }
}
