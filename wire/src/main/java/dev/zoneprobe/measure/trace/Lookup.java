// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.trace;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A name lookup as it went over the wire. Immutable.
///
/// @param name the absolute name that decided: the one that was asked for last, or, of several that
///   failed, the one whose failure counts
/// @param queries how many queries were written, over UDP and TCP
/// @param reply the last word on `name`; absent if no nameserver answered
public record Lookup(String name, int queries, Optional<Reply> reply) {
  /// Refuses a negative count.
  public Lookup {
    if (queries < 0) {
      throw new IllegalArgumentException("negative count of queries: " + queries);
    }
  }

  /// What a nameserver said.
  ///
  /// @param nameserver who said it
  /// @param rcode its response code (RFC 1035 section 4.1.1, RFC 6895 section 2.3)
  /// @param addresses best first, [#MOST_ADDRESSES] at most; empty if there were none
  public record Reply(InetSocketAddress nameserver, int rcode, List<InetAddress> addresses) {
    /// How many addresses are told: a name may have thousands, and attempts are kept.
    public static final int MOST_ADDRESSES = 16;

    /// Copies the first addresses.
    public Reply {
      addresses = List.copyOf(addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size())));
    }
  }
}
