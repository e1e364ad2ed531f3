// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tcp;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.socket.KernelSocket;
import dev.zoneprobe.agent.probe.socket.TcpFacts;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Addresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// One connect on the calling thread, which the kernel itself wakes when the connection is
/// established.
///
/// The thread waits in `poll`, not in `connect`: that keeps to itself that a firewall or a router
/// on the path turned the SYN away, until it has sent the SYN again, a second later.
///
/// Closing resets the connection (SO_LINGER 0): a probe that closed in order would leave a port in
/// TIME_WAIT for every attempt. Any thread may close it, connected or not.
final class TimedConnect implements AutoCloseable {
  /// A limit in milliseconds makes the channel poll; whoever watches the deadline comes before it.
  private static final int UNTIL_CLOSED = Integer.MAX_VALUE;

  private final OngoingAttempt attempt;
  private final Optional<KernelSocket> kernel;
  private final SocketChannel channel;

  TimedConnect(OngoingAttempt attempt, Optional<KernelSocket> kernel) throws IOException {
    this.attempt = attempt;
    this.kernel = kernel;
    this.channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
  }

  /// Returns when the connection is established, to somebody else.
  void to(InetSocketAddress peer) throws IOException {
    attempt.observations().addresses(new Addresses(Optional.empty(), peer));
    attempt.start(Phase.TCP_CONNECT);
    try {
      channel.socket().connect(peer, UNTIL_CLOSED);
      attempt.endsWith(Phase.TCP_CONNECT);
    } catch (IOException e) {
      attempt.ends();
      throw e;
    }
    InetSocketAddress local;
    try {
      local = (InetSocketAddress) channel.getLocalAddress();
    } catch (ClosedChannelException _) {
      return; // at the deadline, also if the connection was established before
    }
    attempt.observations().addresses(new Addresses(Optional.of(local), peer));
    refuseItself(local, peer);
  }

  /// A socket of this host that was given the very port that it is to connect to meets its own SYN,
  /// and TCP connects it to itself (RFC 9293, section 3.5): that happens only where nobody listens.
  private void refuseItself(InetSocketAddress local, InetSocketAddress peer) throws IOException {
    if (local.equals(peer)) {
      attempt.reopen(Phase.TCP_CONNECT);
      throw new ConnectException("Connection refused: nobody listens but for this socket");
    }
  }

  /// Records what the kernel knows, and closes. Only the first call counts.
  @Override
  public synchronized void close() throws IOException {
    if (channel.isOpen()) {
      kernel.flatMap(asked -> asked.ask(channel)).ifPresent(this::record);
      channel.close();
    }
  }

  private void record(TcpFacts facts) {
    attempt.observations().synRetransmits(facts.retransmits());
    facts.rtt().ifPresent(attempt::kernelRtt);
  }
}
