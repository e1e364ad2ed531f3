// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/// In which order the agents of a zone prefer replicas: rendezvous hashing (Thaler and Ravishankar,
/// 1998).
///
/// Each replica gets a score of its own for the zone, and the highest wins; so all agents of a zone
/// agree without talking, and a replica that comes or goes moves only the zones that it wins or
/// loses.
final class Rendezvous {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

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

  /// FNV-1a of zone and replica, with a separator that neither can hold.
  private long score(String identity) {
    long hash = FNV_OFFSET;
    for (byte each : (zone + '\0' + identity).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /// FNV changes few high bits for texts that differ at their end, and those decide: every bit of
  /// the hash must reach them (the finalizer of SplitMix64, Steele, Lea and Flood, 2014).
  private static long mixed(long hash) {
    long once = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}
