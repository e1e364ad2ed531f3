// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.target.Endpoint.RecordType;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One nameserver's answer to one question.
///
/// @param addresses of the name, or of the name that the answer's chain of CNAME records leads to
/// @param alias where that chain leads, if the answer holds the chain but no address at its end
/// @param nameserver who answered
record DnsAnswer(
    RecordType type,
    int rcode,
    List<InetAddress> addresses,
    Optional<String> alias,
    InetSocketAddress nameserver) {
  /// Codes that speak of the nameserver rather than of the name: another one may know better.
  private static final Set<DnsResponseCode> PASSING =
      Set.of(DnsResponseCode.SERVFAIL, DnsResponseCode.NOTIMP, DnsResponseCode.REFUSED);

  /// As many as BIND follows; after it the name that the chain leads to is asked for.
  private static final int LONGEST_CHAIN = 16;

  /// Reads `response`, whose owner keeps it.
  static DnsAnswer of(DnsResponse response, DnsQuestion question, InetSocketAddress nameserver) {
    List<DnsRawRecord> records =
        IntStream.range(0, response.count(DnsSection.ANSWER))
            .mapToObj(index -> response.recordAt(DnsSection.ANSWER, index))
            .flatMap(found -> found instanceof DnsRawRecord raw ? Stream.of(raw) : Stream.empty())
            .toList();
    String owner = endOfChain(question.name(), records);
    List<InetAddress> addresses =
        records(records, owner, question.type()).map(DnsAnswer::address).toList();
    return new DnsAnswer(
        RecordType.valueOf(question.type().name()),
        response.code().intValue(),
        addresses,
        addresses.isEmpty() && !owner.equals(question.name())
            ? Optional.of(owner)
            : Optional.empty(),
        nameserver);
  }

  /// Whether no other nameserver is to be asked for the same.
  boolean isFinal() {
    return !PASSING.contains(DnsResponseCode.valueOf(rcode));
  }

  /// Follows the CNAME records from `name`, each once and [#LONGEST_CHAIN] at most: a chain may be
  /// a ring, and event loops have other answers to read.
  private static String endOfChain(String name, List<DnsRawRecord> records) {
    Map<String, DnsRawRecord> aliases = new HashMap<>();
    records.stream()
        .filter(found -> found.type().equals(DnsRecordType.CNAME))
        .forEach(alias -> aliases.putIfAbsent(alias.name().toLowerCase(Locale.ROOT), alias));
    String end = name;
    for (int step = 0; step < LONGEST_CHAIN; step++) {
      DnsRawRecord alias = aliases.remove(end.toLowerCase(Locale.ROOT));
      if (alias == null) {
        return end;
      }
      end = DefaultDnsRecordDecoder.decodeName(alias.content().duplicate());
    }
    return end;
  }

  private static Stream<DnsRawRecord> records(
      List<DnsRawRecord> records, String owner, DnsRecordType type) {
    return records.stream()
        .filter(found -> found.type().equals(type) && found.name().equalsIgnoreCase(owner));
  }

  private static InetAddress address(DnsRawRecord found) {
    try {
      return InetAddress.getByAddress(ByteBufUtil.getBytes(found.content()));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of odd length: " + found, e);
    }
  }
}
