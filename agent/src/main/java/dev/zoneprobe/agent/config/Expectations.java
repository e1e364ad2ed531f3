// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What a good answer looks like; which of these apply depends on the protocol.
///
/// @param statuses HTTP status codes
/// @param body what an HTTP body must contain
/// @param rcode DNS response code
record Expectations(Set<Integer> statuses, Optional<Pattern> body, int rcode) {
  /// A plain success.
  static final Expectations DEFAULT = new Expectations(Set.of(200), Optional.empty(), 0);

  private static final Range<Integer> STATUSES = new Range<>(100, 599);
  private static final Map<String, DnsResponseCode> RCODES =
      Map.of(
          "NOERROR", DnsResponseCode.NOERROR,
          "SERVFAIL", DnsResponseCode.SERVFAIL,
          "NXDOMAIN", DnsResponseCode.NXDOMAIN,
          "REFUSED", DnsResponseCode.REFUSED);

  /// Reads the section `expect` of a target.
  static Expectations read(Section section) {
    List<Integer> statuses = section.each("status", "200", Expectations::status);
    if (section.has("status") && statuses.isEmpty()) {
      section.mistake("status", "no status would be a success");
    }
    return new Expectations(
        Set.copyOf(statuses),
        section.optional("body", Expectations::pattern),
        section.optional("rcode", Expectations::rcode).orElse(0));
  }

  private static int status(String text) {
    try {
      return STATUSES.checked(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an HTTP status code", e);
    }
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
    }
  }

  private static int rcode(String text) {
    DnsResponseCode code = RCODES.get(text);
    if (code == null) {
      throw new IllegalArgumentException("expected one of NOERROR, NXDOMAIN, REFUSED, SERVFAIL");
    }
    return code.intValue();
  }
}
