// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.agent.probe.ConnectFailures;
import dev.zoneprobe.agent.probe.ConnectionFailedException;
import dev.zoneprobe.agent.probe.socket.KernelSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.SocketFactory;

/// Makes the sockets of a probe, for the exchange of the calling thread.
final class ProbeSockets extends SocketFactory {
  private final Optional<TlsClient> tls;
  private final Optional<KernelSocket> kernel = KernelSocket.find();

  /// @param tls absent for plain text
  ProbeSockets(Optional<TlsClient> tls) {
    this.tls = tls;
  }

  /// A socket that is not connected. `TCP_NODELAY` is on: without it, the request after a TLS
  /// handshake waits for the peer's delayed acknowledgement, 40 ms that are not the network's.
  ///
  /// @throws ConnectionFailedException if there is none to be had, as without file descriptors
  @Override
  public Socket createSocket() throws ConnectionFailedException {
    HttpExchange exchange = HttpExchange.CURRENT.get();
    exchange.opensConnection();
    try {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new ProbeSocket(channel, tls, kernel, exchange);
    } catch (IOException e) {
      throw exchange.cannotConnect(ConnectFailures.reason(e), e);
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connectedAtOnce();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw connectedAtOnce();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connectedAtOnce();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw connectedAtOnce();
  }

  private static UnsupportedOperationException connectedAtOnce() {
    return new UnsupportedOperationException("a probe's socket is connected on its attempt's time");
  }
}
