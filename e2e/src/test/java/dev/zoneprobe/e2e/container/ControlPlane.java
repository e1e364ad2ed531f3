// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes;
import dev.zoneprobe.collector.topology.kubernetes.Slices;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/// What Kubernetes says about the nodes, on an address of this machine that a network of containers
/// reaches. Each node has an EndpointSlice of its own, with the name of its container as address.
final class ControlPlane implements AutoCloseable {
  /// The `instance_type` of all nodes.
  static final String INSTANCE_TYPE = "container";

  private final FakeKubernetes kubernetes;

  /// Knows of no node yet.
  ControlPlane(Network network) {
    kubernetes = new FakeKubernetes(gateway(network));
  }

  private static InetAddress gateway(Network network) {
    return DockerClientFactory.lazyClient()
        .inspectNetworkCmd()
        .withNetworkId(network.getId())
        .exec()
        .getIpam()
        .getConfig()
        .stream()
        .flatMap(config -> Optional.ofNullable(config.getGateway()).stream())
        .map(InetAddress::ofLiteral)
        .findFirst()
        .orElseThrow();
  }

  URI api() {
    return kubernetes.uri();
  }

  /// The node is there, and its agent has been started.
  void notReady(Settings.Node node) {
    kubernetes.put(
        FakeKubernetes.NODES,
        new NodeBuilder()
            .withNewMetadata()
            .withName(node.name())
            .addToLabels("node.kubernetes.io/instance-type", INSTANCE_TYPE)
            .endMetadata()
            .withNewStatus()
            .addToAllocatable("cpu", new Quantity("2"))
            .endStatus()
            .build());
    put(node, false, false);
  }

  /// Its agent answers.
  void ready(Settings.Node node) {
    put(node, true, false);
  }

  /// It is being drained: its agent has been told to end.
  void terminating(Settings.Node node) {
    put(node, false, true);
  }

  private void put(Settings.Node node, boolean ready, boolean terminating) {
    EndpointSlice slice = Slices.slice(node.name(), node.name() + "/" + node.zone());
    slice.setAddressType("FQDN");
    slice
        .getEndpoints()
        .forEach(endpoint -> {
          endpoint.setAddresses(List.of(node.name()));
          endpoint.setConditions(new EndpointConditions(ready, ready, terminating));
        });
    kubernetes.put(FakeKubernetes.SLICES, slice);
  }

  /// It is gone.
  void remove(Settings.Node node) {
    kubernetes.remove(FakeKubernetes.SLICES, node.name());
    kubernetes.remove(FakeKubernetes.NODES, node.name());
  }

  /// How often endpoints and nodes were listed, and a watch of them begun.
  int requests() {
    return requests(FakeKubernetes.SLICES) + requests(FakeKubernetes.NODES);
  }

  private int requests(String path) {
    return kubernetes.lists(path) + kubernetes.watches(path);
  }

  @Override
  public void close() {
    kubernetes.close();
  }
}
