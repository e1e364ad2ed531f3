// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import dev.zoneprobe.measure.Label;

/// The responder of one agent, as other agents reach it.
///
/// @param host name or address
public record Peer(String node, String zone, String host, Ports ports) {
  /// Where a responder listens.
  public record Ports(int http, int grpc, int tcp) {}

  /// Refuses label values that [Label#checked] refuses, and a blank host.
  public Peer {
    Label.checked("node", node);
    Label.checked("zone", zone);
    Label.checked("host", host);
  }
}
