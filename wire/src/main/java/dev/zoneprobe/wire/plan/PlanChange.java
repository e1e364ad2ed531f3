// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plan;

import static java.util.stream.Collectors.toMap;

import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/// What one plan has that the one before has not, and the way back. A plan has one peer a node.
public final class PlanChange {
  private PlanChange() {}

  /// What leads from `before` to `after`; both whole. Carries version and zone of `after`.
  public static Plan between(Plan before, Plan after) {
    Map<String, Peer> old = byNode(before.getPeersList());
    Map<String, Peer> now = byNode(after.getPeersList());
    Plan.Builder change =
        Plan.newBuilder().setVersion(after.getVersion()).setChange(true).setZone(after.getZone());
    now.values().stream()
        .filter(peer -> !peer.equals(old.get(peer.getNode())))
        .forEach(change::addPeers);
    old.keySet().stream().filter(node -> !now.containsKey(node)).forEach(change::addGone);
    return change.build();
  }

  /// The whole plan after `next`, which may be a change of `before` or whole itself. Peers that
  /// stay keep their order, those that are new come last.
  public static Plan applied(Plan before, Plan next) {
    if (!next.getChange()) {
      return next;
    }
    Map<String, Peer> peers = byNode(before.getPeersList());
    peers.keySet().removeAll(next.getGoneList());
    peers.putAll(byNode(next.getPeersList()));
    return Plan.newBuilder()
        .setVersion(next.getVersion())
        .addAllPeers(peers.values())
        .setZone(next.getZone())
        .build();
  }

  private static SequencedMap<String, Peer> byNode(Collection<Peer> peers) {
    return peers.stream()
        .collect(toMap(Peer::getNode, Function.identity(), (_, last) -> last, LinkedHashMap::new));
  }
}
