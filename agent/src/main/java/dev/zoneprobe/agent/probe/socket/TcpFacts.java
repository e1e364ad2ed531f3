// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import java.time.Duration;
import java.util.Optional;

/// What the kernel knows about a TCP connection (`tcp_info`).
///
/// @param rtt smoothed round trip time; absent before the first measurement
/// @param retransmits segments sent again so far; until data flows, these are SYNs
public record TcpFacts(Optional<Duration> rtt, int retransmits) {
  /// What is known before the kernel was asked.
  public static final TcpFacts UNASKED = new TcpFacts(Optional.empty(), 0);

  /// How many segments were sent again since `earlier`.
  public int retransmitsSince(TcpFacts earlier) {
    return Math.max(0, retransmits - earlier.retransmits);
  }
}
