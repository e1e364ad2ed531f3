// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import java.net.URI;

/// What containers of the tests are configured with, in YAML.
final class Settings {
  private Settings() {}

  /// A node with an agent.
  ///
  /// @param said the zone that the agent itself knows
  record Node(String name, String zone, String said) {
    Node(String name, String zone) {
      this(name, zone, zone);
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
        .formatted(node.name(), node.said());
  }

  /// Of a collector that knows of no nodes.
  static String collector() {
    return """
    listen: {address: 0.0.0.0, insecure: true}
    web: {insecure: true}
    store: {directory: /var/lib/zoneprobe}
    """;
  }

  /// Of one that asks Kubernetes.
  static String collector(URI kubernetes) {
    return collector()
        + "topology: {kubernetes: {api: \"%s\", namespace: zoneprobe, nodes: true}}\n"
            .formatted(kubernetes);
  }
}
