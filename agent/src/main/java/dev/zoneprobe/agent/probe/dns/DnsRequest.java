// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.target.Endpoint.RecordType;
import dev.zoneprobe.measure.Failure;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a lookup wants to know, and what it accepts as the answer.
///
/// @param candidates absolute names, asked for one after the other until one is answered as wanted
/// @param decisive the candidate whose failure is that of the whole, whatever the others fail of
/// @param types asked for together
/// @param rcode the response code that is wanted, whatever else is answered; if empty, an address
/// @param nameservers asked in this order
record DnsRequest(
    List<String> candidates,
    Optional<String> decisive,
    Set<RecordType> types,
    Optional<Integer> rcode,
    List<InetSocketAddress> nameservers) {
  private static final Set<Integer> LEADING_ON =
      Set.of(
          DnsResponseCode.NOERROR.intValue(),
          DnsResponseCode.SERVFAIL.intValue(),
          DnsResponseCode.NXDOMAIN.intValue());

  /// The same, beginning with another nameserver for each `turn`.
  DnsRequest beginningWith(int turn) {
    List<InetSocketAddress> rotated = new ArrayList<>(nameservers);
    Collections.rotate(rotated, -turn);
    return new DnsRequest(candidates, decisive, types, rcode, rotated);
  }

  /// The candidate to ask for when the others, in this order, have failed. As in the C library, a
  /// name that does not exist, has no address, or could not be looked up leads on to the next
  /// domain; anything else, such as a refusal, to the name as it stands.
  Optional<String> next(Map<String, Resolution> failed) {
    boolean searching =
        failed.entrySet().stream()
            .allMatch(one ->
                LEADING_ON.contains(one.getValue().rcode())
                    || decisive.equals(Optional.of(one.getKey())));
    return candidates.stream()
        .filter(name -> !failed.containsKey(name))
        .filter(name -> searching || name.equals(asItStands()))
        .findFirst();
  }

  /// Every other candidate is this one with a domain behind it.
  private String asItStands() {
    return Collections.min(candidates, Comparator.comparingInt(String::length));
  }

  /// The failure that counts when all candidates have failed, chosen as `res_nsearch` of the C
  /// library does: that of the decisive one, else of the first in the search list that exists
  /// without an address, else of the first in it that could not be looked up, else of the last.
  Resolution decisive(SequencedMap<String, Resolution> failed) {
    return decisive
        .map(failed::get)
        .or(() -> first(DnsResponseCode.NOERROR, failed))
        .or(() -> first(DnsResponseCode.SERVFAIL, failed))
        .orElseGet(() -> failed.lastEntry().getValue());
  }

  private Optional<Resolution> first(
      DnsResponseCode code, SequencedMap<String, Resolution> failed) {
    return failed.entrySet().stream()
        .filter(one -> !one.getKey().equals(asItStands()))
        .map(Map.Entry::getValue)
        .filter(one -> one.rcode() == code.intValue())
        .findFirst();
  }

  boolean isMetBy(Resolution resolution) {
    return !resolution.answers().isEmpty() && failure(resolution).isEmpty();
  }

  /// Why `resolution`, which holds an answer, is not what is wanted; empty if it is. An answer that
  /// has no reason of its own, such as success where a failure is wanted, counts as `dns_servfail`.
  Optional<Failure> failure(Resolution resolution) {
    int actual = resolution.rcode();
    if (actual == rcode.orElse(0)) {
      return rcode.isEmpty() && resolution.addresses().isEmpty()
          ? Optional.of(Failure.DNS_NO_ADDRESS)
          : Optional.empty();
    }
    if (actual == DnsResponseCode.NXDOMAIN.intValue()) {
      return Optional.of(Failure.DNS_NXDOMAIN);
    }
    return Optional.of(
        actual == DnsResponseCode.REFUSED.intValue() ? Failure.DNS_REFUSED : Failure.DNS_SERVFAIL);
  }

  /// In words, how `resolution` differs from the response code that is wanted; empty if none is.
  Optional<String> difference(Resolution resolution) {
    return rcode.map(
        wanted -> "rcode %s, expected %s".formatted(name(resolution.rcode()), name(wanted)));
  }

  /// As in the registry of RFC 6895; the number of a code that has no name.
  private static String name(int code) {
    String name = DnsResponseCode.valueOf(code).toString().toUpperCase(Locale.ROOT);
    return name.startsWith("UNKNOWN") ? Integer.toString(code) : name.replaceFirst("\\(.*", "");
  }
}
