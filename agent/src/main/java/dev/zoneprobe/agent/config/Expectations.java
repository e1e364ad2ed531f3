// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.settings.Section;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What a good answer looks like; which of these apply depends on the protocol.
///
/// @param rcode DNS response code that is enough; if empty, an address is wanted
/// @param grpc names of gRPC statuses that are as good as a health check that passes
record Expectations(HttpExpectation http, Optional<Integer> rcode, Set<String> grpc) {
  /// A plain success.
  static final Expectations DEFAULT =
      new Expectations(HttpExpectation.OK, Optional.empty(), Set.of());

  private static final Map<String, DnsResponseCode> RCODES =
      Map.of(
          "NOERROR", DnsResponseCode.NOERROR,
          "SERVFAIL", DnsResponseCode.SERVFAIL,
          "NXDOMAIN", DnsResponseCode.NXDOMAIN,
          "REFUSED", DnsResponseCode.REFUSED);

  /// Those that a server answers with on purpose; the others mean that something is wrong.
  private static final Set<String> GRPC_STATUSES =
      Set.of(
          "INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED");

  /// Reads the section `expect` of a target.
  static Expectations read(Section section) {
    HttpExpectation http =
        new HttpExpectation(
            Set.copyOf(section.some("status", "200", HttpExpectation::checkStatus)),
            section.optional("body", Expectations::pattern),
            section.optional("bodyWithout", Expectations::pattern));
    return new Expectations(
        http,
        section.optional("rcode", Expectations::rcode),
        Set.copyOf(section.each("grpcStatus", "", Expectations::grpcStatus)));
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
    }
  }

  private static String grpcStatus(String text) {
    if (!GRPC_STATUSES.contains(text)) {
      throw new IllegalArgumentException(
          "expected one of " + String.join(", ", new TreeSet<>(GRPC_STATUSES)));
    }
    return text;
  }

  private static int rcode(String text) {
    DnsResponseCode code = RCODES.get(text);
    if (code == null) {
      throw new IllegalArgumentException("expected one of NOERROR, NXDOMAIN, REFUSED, SERVFAIL");
    }
    return code.intValue();
  }
}
