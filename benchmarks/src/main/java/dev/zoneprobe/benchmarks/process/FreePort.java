// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Ports of 127.0.0.1 for the programs of a run.
public final class FreePort {
  private static final int TRIES = 500;

  private FreePort() {}

  /// One that nobody listens on now.
  public static int next() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Waits until somebody listens on it.
  public static void awaitListening(int port) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
    throw new IOException("nobody listens on port " + port);
  }
}
