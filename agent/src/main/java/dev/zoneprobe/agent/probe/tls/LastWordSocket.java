// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/// A connected socket to put TLS on, of which the peer's last word can be read even if the peer
/// takes none of ours any more.
///
/// A server that refuses our certificate sends its alert and closes, while we are still writing the
/// rest of the handshake, or our request. The Java runtime gives up at the write that fails, with
/// the alert unread. So no write fails here: a connection that cannot be written to is at its end,
/// and reading tells how it ended, without waiting. Only what TLS uses of a socket is there. As
/// thread-safe as `connected`.
public final class LastWordSocket extends Socket {
  private final Socket connected;

  /// Owns `connected`.
  public LastWordSocket(Socket connected) {
    this.connected = connected;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return connected.getInputStream();
  }

  /// A stream that takes everything.
  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(connected.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          out.write(bytes, offset, length);
        } catch (IOException _) {
          // Whoever reads is told.
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    connected.close();
  }

  @Override
  public boolean isConnected() {
    return connected.isConnected();
  }

  @Override
  public boolean isClosed() {
    return connected.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return connected.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return connected.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    connected.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    connected.shutdownOutput();
  }

  @Override
  public void setSoTimeout(int timeoutMillis) throws SocketException {
    connected.setSoTimeout(timeoutMillis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return connected.getSoTimeout();
  }

  @Override
  public int getSoLinger() throws SocketException {
    return connected.getSoLinger();
  }

  @Override
  public InetAddress getInetAddress() {
    return connected.getInetAddress();
  }

  @Override
  public int getPort() {
    return connected.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return connected.getRemoteSocketAddress();
  }
}
