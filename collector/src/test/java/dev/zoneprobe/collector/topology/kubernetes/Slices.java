// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;

/// EndpointSlices as Kubernetes makes them of the agents' Service.
public final class Slices {
  private Slices() {}

  /// A slice of these endpoints.
  ///
  /// @param nodesAndZones as in `n1/zone-a`, without a zone `n1/`, about to end `n1/zone-a/away`
  public static EndpointSlice slice(String name, String... nodesAndZones) {
    EndpointSliceBuilder slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("zoneprobe")
            .addToLabels("kubernetes.io/service-name", "zoneprobe-agent")
            .endMetadata()
            .withAddressType("IPv4")
            .addNewPort()
            .withName("http")
            .withPort(8780)
            .endPort()
            .addNewPort()
            .withName("grpc")
            .withPort(8781)
            .endPort()
            .addNewPort()
            .withName("tcp")
            .withPort(8782)
            .endPort();
    for (String one : nodesAndZones) {
      String node = one.split("/", -1)[0];
      String zone = one.split("/", -1)[1];
      slice
          .addNewEndpoint()
          .withNodeName(node)
          .withZone(zone.isEmpty() ? null : zone)
          .withAddresses("10.0.0." + node.replaceAll("\\D", ""))
          .withNewConditions()
          .withReady(!one.endsWith("/away"))
          .withTerminating(one.endsWith("/away"))
          .endConditions()
          .endEndpoint();
    }
    return slice.build();
  }
}
