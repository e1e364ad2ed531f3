// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one attempt saw on its way: addresses, the DNS answer, what TCP had to send again. No
/// series depends on it. Immutable.
///
/// @param lookup absent if no nameserver was asked
/// @param addresses absent if there was no connection
/// @param certificateExpiry the end of validity of the peer's certificate (`notAfter`, RFC 5280
///   section 4.1.2.5), also if it was refused; from the year 0 to [#LAST_EXPIRY]; absent without
///   TLS
/// @param detail what a person would ask next, such as the HTTP status, often in a server's words;
///   at most [#MAX_DETAIL] characters, without those that control a terminal
public record Trace(
    Optional<Lookup> lookup,
    Optional<Addresses> addresses,
    Retransmits retransmits,
    Optional<Instant> certificateExpiry,
    Optional<String> detail) {
  /// Longest detail that is kept, in characters.
  public static final int MAX_DETAIL = 200;

  /// The last moment that RFC 5280 lets a certificate name, which there means: for ever.
  public static final Instant LAST_EXPIRY = Instant.parse("9999-12-31T23:59:59Z");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final Instant FIRST_EXPIRY = Instant.parse("0000-01-01T00:00:00Z");

  /// Nothing was seen.
  public static final Trace NOTHING =
      new Trace(
          Optional.empty(), Optional.empty(), Retransmits.NONE, Optional.empty(), Optional.empty());

  /// Shortens the detail and puts spaces in place of its control characters, and takes an expiry
  /// that no certificate should name, as Java's parser lets a time zone make them, for the nearest
  /// that one may.
  public Trace {
    certificateExpiry = certificateExpiry.map(Trace::possible);
    detail = detail.map(Trace::shortened).map(text -> CONTROL.matcher(text).replaceAll(" "));
  }

  private static String shortened(String text) {
    return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) : text;
  }

  private static Instant possible(Instant expiry) {
    return expiry.isAfter(LAST_EXPIRY)
        ? LAST_EXPIRY
        : expiry.isBefore(FIRST_EXPIRY) ? FIRST_EXPIRY : expiry;
  }
}
