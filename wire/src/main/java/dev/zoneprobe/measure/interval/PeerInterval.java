// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Label;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// All attempts on the peer of one node in one interval, of all protocols and connections.
///
/// The histograms belong to whoever holds this value and are not changed any more. They hold both
/// outcomes, and not the attempts of a stalled source, which only the counts include.
public record PeerInterval(
    String node,
    String zone,
    long successes,
    long failures,
    LatencyHistogram connects,
    LatencyHistogram roundTrips) {
  /// Most peers of one snapshot, however many intervals it covers.
  public static final int MOST = 500;

  /// Refuses label values that [Label#checked] refuses, negative counts, and more durations than
  /// attempts.
  public PeerInterval {
    Label.checked("destination node", node);
    Label.checked("destination zone", zone);
    if (successes < 0 || failures < 0) {
      throw new IllegalArgumentException("negative count: " + successes + ", " + failures);
    }
    long attempts = Math.addExact(successes, failures);
    if (connects.count() > attempts || roundTrips.count() > attempts) {
      throw new IllegalArgumentException(
          "%d attempts took %d connects and %d round trips"
              .formatted(attempts, connects.count(), roundTrips.count()));
    }
  }

  /// How many attempts ended, in whichever way.
  public long attempts() {
    return successes + failures;
  }

  /// Both lists together, peer by peer; of more than [#MOST] those of `earlier` go first.
  static List<PeerInterval> sum(List<PeerInterval> earlier, List<PeerInterval> later) {
    SequencedMap<String, PeerInterval> sum = new LinkedHashMap<>();
    later.forEach(peer -> sum.put(peer.node, peer));
    for (PeerInterval peer : earlier) {
      if (sum.size() < MOST || sum.containsKey(peer.node)) {
        sum.merge(peer.node, peer, (present, past) -> past.plus(present));
      }
    }
    return List.copyOf(sum.values());
  }

  private PeerInterval plus(PeerInterval later) {
    return new PeerInterval(
        node,
        later.zone,
        Math.addExact(successes, later.successes),
        Math.addExact(failures, later.failures),
        both(connects, later.connects),
        both(roundTrips, later.roundTrips));
  }

  private static LatencyHistogram both(LatencyHistogram a, LatencyHistogram b) {
    LatencyHistogram sum = a.copy();
    sum.add(b);
    return sum;
  }
}
