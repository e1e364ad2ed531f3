// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What one zone's name server answers: its own addresses for the names of one domain, and what
/// another server says about all other names. Thread-safe.
public final class View {
  private static final int SECONDS_TO_LIVE = 5;

  private final String domain;
  private final Map<String, InetAddress> addresses;
  private final DnsNameResolver elsewhere;

  /// @param domain the domain that is answered for, such as `zoneprobe.test`
  /// @param addresses by name; names of the domain that are not in here do not exist
  /// @param elsewhere asked about names outside the domain; stays the caller's
  public View(String domain, Map<String, InetAddress> addresses, DnsNameResolver elsewhere) {
    this.domain = absolute(domain);
    this.addresses =
        addresses.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(e -> absolute(e.getKey()), Map.Entry::getValue));
    this.elsewhere = elsewhere;
  }

  /// Completes `response`, which is empty, as the answer to `query` and gives it to `send`: at
  /// once, or later on a thread of the resolver.
  void answer(DnsQuery query, DnsResponse response, Consumer<DnsResponse> send) {
    response.setRecursionDesired(query.isRecursionDesired()).setRecursionAvailable(true);
    Optional<DnsQuestion> question = onlyQuestion(query);
    if (question.isEmpty()) {
      send.accept(response.setCode(DnsResponseCode.FORMERR));
      return;
    }
    response.addRecord(DnsSection.QUESTION, question.get());
    if (!query.opCode().equals(DnsOpCode.QUERY)) {
      send.accept(response.setCode(DnsResponseCode.NOTIMP));
    } else if (isOurs(question.get())) {
      answerOurselves(question.get(), response);
      send.accept(response);
    } else {
      DnsQuestion copy = new DefaultDnsQuestion(question.get().name(), question.get().type());
      elsewhere.query(copy).addListener(asked -> passOn(asked, response, send));
    }
  }

  private static Optional<DnsQuestion> onlyQuestion(DnsQuery query) {
    return query.count(DnsSection.QUESTION) == 1
        ? Optional.of(query.recordAt(DnsSection.QUESTION))
        : Optional.empty();
  }

  private boolean isOurs(DnsQuestion question) {
    String name = lowerCase(question.name());
    return name.equals(domain) || name.endsWith("." + domain);
  }

  private void answerOurselves(DnsQuestion question, DnsResponse response) {
    response.setAuthoritativeAnswer(true);
    InetAddress address = addresses.get(lowerCase(question.name()));
    if (address == null) {
      response.setCode(DnsResponseCode.NXDOMAIN);
    } else if (question.type().equals(typeOf(address))) {
      response.addRecord(DnsSection.ANSWER, record(question, address));
    }
  }

  private static DnsRecordType typeOf(InetAddress address) {
    return address.getAddress().length == 4 ? DnsRecordType.A : DnsRecordType.AAAA;
  }

  private static DnsRecord record(DnsQuestion question, InetAddress address) {
    return new DefaultDnsRawRecord(
        question.name(),
        question.type(),
        SECONDS_TO_LIVE,
        Unpooled.wrappedBuffer(address.getAddress()));
  }

  private static void passOn(
      Future<? super AddressedEnvelope<DnsResponse, InetSocketAddress>> asked,
      DnsResponse response,
      Consumer<DnsResponse> send) {
    if (!(asked.getNow() instanceof AddressedEnvelope<?, ?> envelope)) {
      send.accept(response.setCode(DnsResponseCode.SERVFAIL));
      return;
    }
    DnsResponse theirs = (DnsResponse) envelope.content();
    response.setCode(theirs.code());
    copy(theirs, response, DnsSection.ANSWER);
    copy(theirs, response, DnsSection.AUTHORITY);
    envelope.release();
    send.accept(response);
  }

  private static void copy(DnsResponse from, DnsResponse to, DnsSection section) {
    for (int i = 0; i < from.count(section); i++) {
      DnsRecord record = from.recordAt(section, i);
      to.addRecord(section, ReferenceCountUtil.retain(record));
    }
  }

  private static String absolute(String name) {
    return lowerCase(name) + ".";
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
