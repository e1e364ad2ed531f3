// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import java.net.InetSocketAddress;

/// One collector among several.
///
/// @param identity what zones are shared out by: the configured name if that has one address only,
///   so that a replica keeps its zones when it comes back with another address; else the address
/// @param address resolved; carries the configured host as its host string
public record Replica(String identity, InetSocketAddress address) {
  /// Refuses an address that is not resolved.
  public Replica {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("not resolved: " + address);
    }
  }
}
