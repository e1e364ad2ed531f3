// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.trace;

/// TCP segments that the kernel had to send again (`tcpi_total_retrans` of `struct tcp_info`,
/// `linux/tcp.h`). Immutable.
///
/// @param syns while connecting
/// @param segments on the established connection
public record Retransmits(long syns, long segments) {
  /// Nothing was sent again, or the kernel does not tell.
  public static final Retransmits NONE = new Retransmits(0, 0);

  /// Refuses negative counts.
  public Retransmits {
    if (syns < 0 || segments < 0) {
      throw new IllegalArgumentException(
          "negative count of retransmits: SYNs " + syns + ", segments " + segments);
    }
  }

  /// Both together.
  ///
  /// @throws ArithmeticException if a count exceeds a `long`
  public Retransmits plus(Retransmits other) {
    return new Retransmits(
        Math.addExact(syns, other.syns), Math.addExact(segments, other.segments));
  }
}
