// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import dev.zoneprobe.measure.Subject;

/// What was seen of one node in the last ten minutes.
///
/// @param zone that the node's agent says, or if it said nothing one that probed it
/// @param source its attempts on others
/// @param destination others' attempts on it
public record NodeSum(String node, String zone, RoleSum source, RoleSum destination) {
  /// Both together, if they are of the same node.
  public NodeSum plus(NodeSum more) {
    return new NodeSum(
        node,
        zone.equals(Subject.UNKNOWN_ZONE) ? more.zone : zone,
        source.plus(more.source),
        destination.plus(more.destination));
  }

  /// Nothing was.
  public static NodeSum nothing(String node) {
    return new NodeSum(node, Subject.UNKNOWN_ZONE, RoleSum.nothing(), RoleSum.nothing());
  }
}
