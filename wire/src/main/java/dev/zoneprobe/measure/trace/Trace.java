// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.trace;

import java.time.Instant;
import java.util.Optional;

/// What one attempt saw on its way: addresses, the DNS answer, what TCP had to send again. No
/// series depends on it. Immutable.
///
/// @param lookup absent if no nameserver was asked
/// @param addresses absent if there was no connection
/// @param certificateExpiry the end of validity of the peer's certificate (`notAfter`, RFC 5280
///   section 4.1.2.5), also if it was refused; absent without TLS
/// @param detail what a person would ask next, such as the HTTP status; at most [#MAX_DETAIL]
///   characters
public record Trace(
    Optional<Lookup> lookup,
    Optional<Addresses> addresses,
    Retransmits retransmits,
    Optional<Instant> certificateExpiry,
    Optional<String> detail) {
  /// Longest detail that is kept, in characters.
  public static final int MAX_DETAIL = 200;

  /// Nothing was seen.
  public static final Trace NOTHING =
      new Trace(
          Optional.empty(), Optional.empty(), Retransmits.NONE, Optional.empty(), Optional.empty());

  /// Shortens the detail.
  public Trace {
    detail = detail.map(text -> text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) : text);
  }
}
