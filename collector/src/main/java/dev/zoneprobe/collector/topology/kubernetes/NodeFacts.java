// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.measure.Label;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Reads what a Node object says of its host: well-known labels, and what pods may use of it.
final class NodeFacts {
  private NodeFacts() {}

  static HostFacts of(Node node) {
    Map<String, String> labels =
        Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of());
    Optional<NodeStatus> status = Optional.ofNullable(node.getStatus());
    return new HostFacts(
        label(labels, "topology.kubernetes.io/zone"),
        label(labels, "topology.kubernetes.io/region"),
        label(labels, "node.kubernetes.io/instance-type"),
        status
            .map(NodeStatus::getNodeInfo)
            .map(info -> info.getKernelVersion())
            .filter(Label::isAllowed),
        allocatable(status, "cpu").map(BigDecimal::doubleValue),
        allocatable(status, "memory").map(BigDecimal::longValue));
  }

  private static Optional<String> label(Map<String, String> labels, String name) {
    return Optional.ofNullable(labels.get(name)).filter(Label::isAllowed);
  }

  private static Optional<BigDecimal> allocatable(Optional<NodeStatus> status, String resource) {
    return status
        .map(NodeStatus::getAllocatable)
        .map(quantities -> quantities.get(resource))
        .map(Quantity::getAmountInBytes);
  }
}
