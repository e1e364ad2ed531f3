// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import dev.zoneprobe.demo.layout.Layout.Listener;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/// Finds out before anything is started whether everything can listen where it is to listen.
public final class PortCheck {
  private PortCheck() {}

  /// A line for each of `listeners` whose port cannot be had, saying which and why.
  public static List<String> problems(List<Listener> listeners) {
    return listeners.stream().flatMap(listener -> problem(listener).stream()).toList();
  }

  private static List<String> problem(Listener listener) {
    try (ServerSocket stream = new ServerSocket()) {
      stream.setReuseAddress(true);
      stream.bind(listener.socket());
      if (listener.datagrams()) {
        bindDatagrams(listener.socket());
      }
      return List.of();
    } catch (IOException e) {
      return List.of(
          "%s:%d (%s) cannot be listened on: %s"
              .formatted(
                  listener.socket().getAddress().getHostAddress(),
                  listener.socket().getPort(),
                  listener.what(),
                  e.getMessage()));
    }
  }

  private static void bindDatagrams(InetSocketAddress address) throws IOException {
    try (DatagramSocket _ = new DatagramSocket(address)) {
      // Bound: that is all that was to be known.
    }
  }
}
