// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes;
import dev.zoneprobe.collector.topology.kubernetes.Slices;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What Kubernetes says of thousands of nodes, each with an agent, with all that a Node object
/// holds in a cluster that is used: images, conditions, and who manages which field.
final class LargeCluster implements AutoCloseable {
  /// As many as the control plane puts into one slice.
  private static final int PER_SLICE = 100;

  /// As many as a kubelet reports.
  private static final int IMAGES = 50;

  private static final String CONDITION =
      """
      {"type": "Condition%d", "status": "False", "reason": "KubeletHasSufficientMemory",
       "message": "kubelet has sufficient memory available", "lastHeartbeatTime": "2026-01-01T00:00:00Z",
       "lastTransitionTime": "2026-01-01T00:00:00Z"}\
      """;

  private static final String IMAGE =
      """
      {"names": ["registry.example.com/platform/service-%d@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
       "registry.example.com/platform/service-%1$d:v1.2.3"], "sizeBytes": 123456789}\
      """;

  private final FakeKubernetes kubernetes = new FakeKubernetes();
  private final int nodes;

  /// One of this many nodes in three zones.
  LargeCluster(int nodes) {
    this.nodes = nodes;
    for (int first = 0; first < nodes; first += PER_SLICE) {
      kubernetes.put(FakeKubernetes.SLICES, slice(first));
    }
    IntStream.range(0, nodes).forEach(this::report);
  }

  /// A kubelet says once more what its node is like.
  void report(int index) {
    kubernetes.put(FakeKubernetes.NODES, node(index));
  }

  private static Node node(int index) {
    String json =
        """
        {"apiVersion": "v1", "kind": "Node", "metadata": %s,
         "spec": {"podCIDR": "10.0.0.0/24", "podCIDRs": ["10.0.0.0/24"], "providerID": "cloud:///zone-%d/i-%017d"},
         "status": %s}
        """
            .formatted(metadata(index), index % 3, index, status(index));
    return Serialization.unmarshal(json, Node.class);
  }

  private static String metadata(int index) {
    return """
    {"name": "%1$s", "uid": "7e2f4c1a-0b5d-4c33-9a41-%2$012d",
     "labels": {"topology.kubernetes.io/zone": "zone-%3$d", "topology.kubernetes.io/region": "region-1",
      "node.kubernetes.io/instance-type": "standard-16", "kubernetes.io/hostname": "%1$s", %4$s},
     "annotations": {"csi.volume.kubernetes.io/nodeid": "disk.csi.example.com:i-%2$017d", %5$s},
     "managedFields": [%6$s]}
    """
        .formatted(
            name(index),
            index,
            index % 3,
            entries(20, "\"example.com/label-%d\": \"value-%1$d\""),
            entries(8, "\"example.com/annotation-%d\": \"written by a controller of the cloud\""),
            entries(3, manager()));
  }

  private static String status(int index) {
    return """
    {"capacity": {"cpu": "16", "memory": "65536Ki", "pods": "110", "ephemeral-storage": "209702892Ki"},
     "allocatable": {"cpu": "15890m", "memory": "60Gi", "pods": "110", "ephemeral-storage": "192188443124"},
     "conditions": [%3$s],
     "addresses": [{"type": "InternalIP", "address": "10.1.2.3"}, {"type": "Hostname", "address": "%1$s"}],
     "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
     "nodeInfo": {"machineID": "ec2%2$029d", "systemUUID": "ec2%2$029d", "bootID": "%2$032d",
      "kernelVersion": "6.1.102", "osImage": "Container Linux", "containerRuntimeVersion": "containerd://1.7.20",
      "kubeletVersion": "v1.33.1", "kubeProxyVersion": "v1.33.1", "operatingSystem": "linux", "architecture": "amd64"},
     "images": [%4$s]}
    """
        .formatted(name(index), index, entries(7, CONDITION), entries(IMAGES, IMAGE));
  }

  private static String manager() {
    String fields = entries(40, "\"f:example.com/field-%d\": {}").replace("%", "%%");
    return "{\"manager\": \"controller-%d\", \"operation\": \"Update\", \"apiVersion\": \"v1\", \"fieldsType\":"
        + " \"FieldsV1\", \"fieldsV1\": {\"f:metadata\": {\"f:labels\": {"
        + fields
        + "}}}}";
  }

  private static String entries(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(", "));
  }

  private EndpointSlice slice(int first) {
    EndpointSlice slice =
        Slices.slice(
            "slice-" + first,
            IntStream.range(first, Math.min(nodes, first + PER_SLICE))
                .mapToObj(i -> name(i) + "/zone-" + i % 3)
                .toArray(String[]::new));
    slice
        .getEndpoints()
        .forEach(endpoint ->
            endpoint.setTargetRef(
                new ObjectReferenceBuilder()
                    .withKind("Pod")
                    .withNamespace("zoneprobe")
                    .withName("zoneprobe-agent-" + endpoint.getNodeName())
                    .withUid("7e2f4c1a-0b5d-4c33-9a41-" + endpoint.getNodeName())
                    .build()));
    return slice;
  }

  private static String name(int index) {
    return "node-%04d".formatted(index);
  }

  /// How long a Node object is as JSON.
  static int nodeBytes() {
    return Serialization.asJson(node(0)).length();
  }

  /// Where it answers.
  URI api() {
    return kubernetes.uri();
  }

  @Override
  public void close() {
    kubernetes.close();
  }
}
