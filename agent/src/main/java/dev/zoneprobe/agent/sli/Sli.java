// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.sli;

import dev.zoneprobe.measure.Label;
import java.util.Arrays;
import java.util.Optional;

/// A latency that Kubernetes SIG Scalability defines, measured from one node once a second.
public enum Sli implements Label {
  /// A request to a service that does nothing: through the Service's address to one of its pods.
  NETWORK,
  /// A lookup at the nameserver that pods are given, which may be a cache on the node.
  DNS_RESOLV_CONF,
  /// The same lookup at the address of the cluster's DNS Service.
  DNS_SERVICE;

  /// The name of the target that measures it.
  public String target() {
    return "sli-" + label().replace('_', '-');
  }

  /// The one that the target called `name` measures; empty for all other targets.
  public static Optional<Sli> ofTarget(String name) {
    return Arrays.stream(values()).filter(sli -> sli.target().equals(name)).findFirst();
  }
}
