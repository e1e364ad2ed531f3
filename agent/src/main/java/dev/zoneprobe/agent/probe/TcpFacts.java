// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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

  /// Asks the kernel, on the event loop of `channel`; absent without epoll and for a closed
  /// channel.
  public static Optional<TcpFacts> of(Channel channel) {
    return channel instanceof EpollSocketChannel epoll && epoll.isOpen()
        ? Optional.of(of(epoll.tcpInfo()))
        : Optional.empty();
  }

  private static TcpFacts of(EpollTcpInfo info) {
    Duration rtt = Duration.of(info.rtt(), ChronoUnit.MICROS);
    return new TcpFacts(
        Optional.of(rtt).filter(Duration::isPositive), Math.toIntExact(info.totalRetrans()));
  }
}
