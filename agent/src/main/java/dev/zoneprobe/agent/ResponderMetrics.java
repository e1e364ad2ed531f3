// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.responder.ListenerCounts;
import dev.zoneprobe.agent.telemetry.AgentMeters;
import dev.zoneprobe.measure.Protocol;
import java.util.Map;

/// Which of the responder's numbers are metrics, and under which names.
final class ResponderMetrics {
  private ResponderMetrics() {}

  /// Lets `meters` read from `listeners` from now on.
  static void bind(AgentMeters meters, Map<Protocol, ListenerCounts> listeners) {
    listeners.forEach((protocol, counts) -> {
      Map<String, String> labels = Map.of("protocol", protocol.label());
      meters.gauge(
          "zoneprobe.agent.responder.connections",
          "Connections that peers have open to the responder.",
          labels,
          counts::open);
      meters.counter(
          "zoneprobe.agent.responder.connections.accepted",
          "Connections that the responder let in.",
          labels,
          counts::accepted);
      meters.counter(
          "zoneprobe.agent.responder.connections.refused",
          "Connections that the responder closed at once, as many as may be being open.",
          labels,
          counts::refused);
      meters.counter(
          "zoneprobe.agent.responder.requests",
          "HTTP requests and gRPC calls that the responder answered; TCP connections.",
          labels,
          counts::requests);
    });
  }
}
