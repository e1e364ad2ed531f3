// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import java.net.InetSocketAddress;
import java.util.List;

/// The three ports that peers probe, on one literal address.
public record Responder(String address, int http, int grpc, int tcp) {
  static Responder at(String address, int firstPort) {
    return new Responder(address, firstPort, firstPort + 1, firstPort + 2);
  }

  /// The ports as sockets: HTTP, gRPC, TCP, in this order.
  public List<InetSocketAddress> sockets() {
    return List.of(
        Layout.socket(address, http), Layout.socket(address, grpc), Layout.socket(address, tcp));
  }

  boolean hasPortsOf(Responder other) {
    return http == other.http && grpc == other.grpc && tcp == other.tcp;
  }
}
