// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.target.Endpoint.RecordType;
import dev.zoneprobe.measure.Failure;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a lookup wants to know, and what it accepts as the answer.
///
/// @param candidates absolute names, asked for one after the other until one is answered as wanted
/// @param types asked for together
/// @param rcode the response code that is wanted; with 0, an address is wanted too
/// @param nameservers asked in this order
record DnsRequest(
    List<String> candidates,
    Set<RecordType> types,
    int rcode,
    List<InetSocketAddress> nameservers) {

  /// The same, beginning with another nameserver for each `turn`.
  DnsRequest beginningWith(int turn) {
    List<InetSocketAddress> rotated = new ArrayList<>(nameservers);
    Collections.rotate(rotated, -turn);
    return new DnsRequest(candidates, types, rcode, rotated);
  }

  boolean isMetBy(Resolution resolution) {
    return failure(resolution).isEmpty();
  }

  /// Why `resolution` is not what is wanted; empty if it is. An answer that has no reason of its
  /// own, such as success where a failure is wanted, counts as `dns_servfail`.
  Optional<Failure> failure(Resolution resolution) {
    int actual = resolution.rcode();
    if (actual == rcode) {
      return rcode == 0 && resolution.addresses().isEmpty()
          ? Optional.of(Failure.DNS_NO_ADDRESS)
          : Optional.empty();
    }
    if (actual == DnsResponseCode.NXDOMAIN.intValue()) {
      return Optional.of(Failure.DNS_NXDOMAIN);
    }
    return Optional.of(
        actual == DnsResponseCode.REFUSED.intValue() ? Failure.DNS_REFUSED : Failure.DNS_SERVFAIL);
  }
}
