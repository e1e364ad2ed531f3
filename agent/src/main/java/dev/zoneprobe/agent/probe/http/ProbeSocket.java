// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.agent.probe.ConnectFailures;
import dev.zoneprobe.agent.probe.ConnectionFailedException;
import dev.zoneprobe.agent.probe.socket.KernelSocket;
import dev.zoneprobe.agent.probe.socket.TcpFacts;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// A connection that stamps what happens on it: TCP, and TLS on top of it where the target wants
/// it.
///
/// It is secured before OkHttp sees it, so what OkHttp reads and writes is HTTP either way, and the
/// first byte read is the first byte of the response: beneath TLS it could as well be a session
/// ticket. Only what OkHttp uses of a socket is there. One exchange at a time uses it; any thread
/// may close it.
final class ProbeSocket extends Socket {
  private final SocketChannel channel;
  private final Optional<TlsClient> tls;
  private final Optional<KernelSocket> kernel;
  private final Object closing = new Object();

  @GuardedBy("closing")
  private TcpFacts told = TcpFacts.UNASKED;

  /// Written by the thread of each exchange, read by the one that closes.
  private volatile HttpExchange exchange;

  /// What carries the HTTP: the channel's own socket, and once it is secured, that.
  private volatile Socket carrier;

  /// What OkHttp reads, once it is connected.
  private volatile Optional<ResponseStream> answers = Optional.empty();

  /// Owns `channel`, which is not connected yet.
  ProbeSocket(
      SocketChannel channel,
      Optional<TlsClient> tls,
      Optional<KernelSocket> kernel,
      HttpExchange opener) {
    this.channel = channel;
    this.tls = tls;
    this.kernel = kernel;
    this.exchange = opener;
    this.carrier = channel.socket();
  }

  /// From now on, what happens here is part of `next`.
  void serve(HttpExchange next) {
    exchange = next;
    next.runsOver(addresses());
  }

  /// Connects, and secures the connection.
  ///
  /// @throws ConnectionFailedException with the reason
  @Override
  public void connect(SocketAddress remote, int timeoutMillis) throws IOException {
    exchange.connecting((InetSocketAddress) remote);
    try {
      carrier.connect(remote, timeoutMillis);
    } catch (IOException e) {
      throw exchange.cannotConnect(ConnectFailures.reason(e), e);
    }
    exchange.attempt().end(Phase.TCP_CONNECT);
    exchange.runsOver(addresses());
    synchronized (closing) {
      tellConnect();
    }
    if (tls.isPresent()) {
      secure(tls.get());
    }
  }

  private void secure(TlsClient client) throws ConnectionFailedException {
    try {
      SSLSocket secured =
          client.over(carrier, exchange.attempt().observations()::certificateExpiry);
      carrier = secured;
      exchange.attempt().start(Phase.TLS_HANDSHAKE);
      secured.startHandshake();
      exchange.attempt().end(Phase.TLS_HANDSHAKE);
    } catch (IOException e) {
      exchange.handshakeFailed(e);
      throw exchange.cannotConnect(TlsTerms.handshakeFailure(e), e);
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    ResponseStream stream = new ResponseStream(carrier.getInputStream(), () -> exchange);
    answers = Optional.of(stream);
    return stream;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new RequestStream(carrier.getOutputStream(), () -> exchange);
  }

  /// The head of an answer has been read.
  void bodyBegins(boolean isChunked) {
    answers.ifPresent(stream -> stream.bodyBegins(isChunked));
  }

  /// An answer has been read, with a body of `length` bytes. Asks the kernel for its round trip
  /// time, for the exchange that ends.
  void exchangeEnds(long length) {
    answers.ifPresent(stream -> stream.bodyEnds(length));
    synchronized (closing) {
      tellEnd();
    }
  }

  /// Asks the kernel a last time and closes. At the deadline the peer is sent no farewell, because
  /// writing it could block.
  @Override
  public void close() throws IOException {
    synchronized (closing) {
      if (channel.isConnected()) {
        tellEnd();
      } else {
        tellConnect();
      }
    }
    if (!exchange.attempt().remaining().isZero()) {
      carrier.close();
    }
    synchronized (closing) {
      channel.close();
    }
  }

  @GuardedBy("closing")
  private void tellConnect() {
    ask().ifPresent(facts -> exchange.connected(notYetTold(facts)));
  }

  @GuardedBy("closing")
  private void tellEnd() {
    ask().ifPresent(facts -> exchange.ends(facts, notYetTold(facts)));
  }

  @GuardedBy("closing")
  private Optional<TcpFacts> ask() {
    return channel.isOpen() ? kernel.flatMap(info -> info.ask(channel)) : Optional.empty();
  }

  @GuardedBy("closing")
  private int notYetTold(TcpFacts facts) {
    int again = facts.retransmitsSince(told);
    told = facts;
    return again;
  }

  private Addresses addresses() {
    return new Addresses(
        Optional.of(
            new InetSocketAddress(
                channel.socket().getLocalAddress(), channel.socket().getLocalPort())),
        new InetSocketAddress(channel.socket().getInetAddress(), channel.socket().getPort()));
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  /// Whether no further answer is to be had here. OkHttp asks before it uses a connection again,
  /// and only then: what has come by now answers nothing that will be asked, be it a 408 of a
  /// server that is tired of waiting, or more than one answer to a request. Looking ends at the
  /// deadline of the attempt that wants the connection.
  @Override
  public boolean isInputShutdown() {
    try {
      return carrier.isInputShutdown()
          || answers.isEmpty()
          || !HttpExchange.CURRENT.get().looksAt(this)
          || new IdleConnection(channel, carrier, answers.get()).isTouched();
    } catch (IOException _) {
      return true;
    }
  }

  /// Closes without a word to the peer; whoever reads or writes here fails.
  void abort() {
    synchronized (closing) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean isOutputShutdown() {
    return carrier.isOutputShutdown();
  }

  @Override
  public void shutdownOutput() throws IOException {
    carrier.shutdownOutput();
  }

  @Override
  public void setSoTimeout(int timeoutMillis) throws SocketException {
    carrier.setSoTimeout(timeoutMillis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return carrier.getSoTimeout();
  }
}
