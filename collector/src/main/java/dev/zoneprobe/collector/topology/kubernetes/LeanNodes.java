// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import org.jspecify.annotations.Nullable;

/// What the client keeps of the Nodes that it watches: whole, those of a large cluster do not fit
/// into the heap.
final class LeanNodes extends BasicItemStore<Node> {
  LeanNodes() {
    super(node -> node.getMetadata().getName());
  }

  @Override
  public @Nullable Node put(String name, Node node) {
    return super.put(name, NodeFacts.only(node));
  }
}
