// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import dev.zoneprobe.hash.StableHash;
import java.util.Comparator;
import java.util.List;

/// In which order the agents of a zone prefer replicas: rendezvous hashing (Thaler and Ravishankar,
/// 1998).
///
/// Each replica gets a score of its own for the zone, and the highest wins; so all agents of a zone
/// agree without talking, and a replica that comes or goes moves only the zones that it wins or
/// loses.
final class Rendezvous {
  private final String zone;

  Rendezvous(String zone) {
    this.zone = zone;
  }

  /// The same replicas, the best for the zone first; does not depend on their order.
  List<Replica> ranked(List<Replica> replicas) {
    return replicas.stream()
        .sorted(
            Comparator.<Replica>comparingLong(replica -> score(replica.identity()))
                .reversed()
                .thenComparing(Replica::identity)
                .thenComparing(replica -> replica.address().toString()))
        .toList();
  }

  /// Of zone and replica, with a separator that neither can hold.
  private long score(String identity) {
    return StableHash.of(zone + '\0' + identity);
  }
}
