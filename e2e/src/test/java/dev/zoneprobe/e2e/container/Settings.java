// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import java.util.List;
import java.util.stream.Collectors;

/// What containers of the tests are configured with, in YAML.
final class Settings {
  private Settings() {}

  /// A node that agents are told to probe.
  record Node(String name, String zone) {
    private String peer() {
      return "{node: %s, zone: %s, host: %s}".formatted(name, zone, name);
    }
  }

  /// Of an agent that reports to either of two collectors.
  static String agent(String name) {
    return agent(new Node(name, "zone-a"));
  }

  /// Of the agent on this node.
  static String agent(Node node) {
    return """
    node: {name: %s, zone: %s}
    collector:
      address: "collector-0:8790, collector-1:8790"
      interval: 2s
      stateDirectory: /var/lib/zoneprobe
    admin: {address: 0.0.0.0, insecure: true}
    """
        .formatted(node.name(), node.zone());
  }

  /// Of a collector that tells agents to probe these nodes.
  static String collector(List<Node> nodes) {
    return """
    listen: {address: 0.0.0.0, insecure: true}
    web: {insecure: true}
    store: {directory: /var/lib/zoneprobe}
    peers: [%s]
    """
        .formatted(nodes.stream().map(Node::peer).collect(Collectors.joining(", ")));
  }
}
