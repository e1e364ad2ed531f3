// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import java.net.InetSocketAddress;

/// What listens in one zone.
///
/// @param responder the node's own, without any extra distance
/// @param admin the agent's own metrics and health
/// @param nameserver the one that the zone's agent asks
public record Site(Responder responder, InetSocketAddress admin, InetSocketAddress nameserver) {
  private static final int RESPONDER = 8780;
  private static final int ADMIN = 8783;
  private static final int NAMESERVER = 8753;

  /// @param shift added to each port
  static Site at(String address, int shift) {
    return new Site(
        Responder.at(address, RESPONDER + shift),
        Layout.socket(address, ADMIN + shift),
        Layout.socket(address, NAMESERVER + shift));
  }
}
