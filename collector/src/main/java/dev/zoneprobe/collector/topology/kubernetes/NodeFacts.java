// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.measure.Label;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what a Node object says of its host: well-known labels, and what pods may use of it.
final class NodeFacts {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  private NodeFacts() {}

  /// The part of a Node object that is read here. The rest is a hundred times as much: images,
  /// conditions, and who manages which field.
  static Node only(Node node) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(node.getMetadata().getName())
        .withResourceVersion(node.getMetadata().getResourceVersion())
        .withLabels(only(node.getMetadata().getLabels(), ZONE, REGION, INSTANCE_TYPE))
        .endMetadata()
        .withStatus(Optional.ofNullable(node.getStatus()).map(NodeFacts::only).orElse(null))
        .build();
  }

  private static NodeStatus only(NodeStatus status) {
    NodeSystemInfo system = new NodeSystemInfo();
    Optional.ofNullable(status.getNodeInfo())
        .ifPresent(info -> system.setKernelVersion(info.getKernelVersion()));
    return new NodeStatusBuilder()
        .withNodeInfo(system)
        .withAllocatable(only(status.getAllocatable(), CPU, MEMORY))
        .build();
  }

  private static <V> Map<String, V> only(@Nullable Map<String, V> map, String... keys) {
    Map<String, V> kept = new HashMap<>(Objects.requireNonNullElse(map, Map.of()));
    kept.keySet().retainAll(Set.of(keys));
    return Map.copyOf(kept);
  }

  static HostFacts of(Node node) {
    Map<String, String> labels =
        Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of());
    Optional<NodeStatus> status = Optional.ofNullable(node.getStatus());
    return new HostFacts(
        label(labels, ZONE),
        label(labels, REGION),
        label(labels, INSTANCE_TYPE),
        status
            .map(NodeStatus::getNodeInfo)
            .map(NodeSystemInfo::getKernelVersion)
            .filter(Label::isAllowed),
        allocatable(status, CPU).map(BigDecimal::doubleValue),
        allocatable(status, MEMORY).map(BigDecimal::longValue));
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
