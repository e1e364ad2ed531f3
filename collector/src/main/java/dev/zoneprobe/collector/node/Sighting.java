// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import dev.zoneprobe.collector.node.RoleSum.Counts;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.ArrayList;
import java.util.List;

/// What one snapshot tells of one node in one role.
record Sighting(Counts counts, List<LatencyHistogram> connects, List<LatencyHistogram> roundTrips) {

  /// Of the source: its attempts on all peers.
  static Sighting ofSource(IntervalSnapshot snapshot) {
    Sighting all = new Sighting(Counts.NONE, new ArrayList<>(), new ArrayList<>());
    for (SubjectInterval interval : snapshot.subjects()) {
      if (interval.subject().target().equals(Subject.PEER)) {
        all = all.with(interval);
      }
    }
    return all;
  }

  private Sighting with(SubjectInterval interval) {
    Counts sum = counts;
    for (var one : interval.series().entrySet()) {
      Slice slice = one.getKey();
      LatencyHistogram durations = one.getValue().histogram();
      boolean stalled = slice.sourceState() == SourceState.STALLED;
      if (slice.phase() == Phase.TOTAL) {
        sum = sum.plus(counts(slice, durations.count()));
      } else if (slice.phase() == Phase.TCP_CONNECT && !stalled) {
        connects.add(durations);
      } else if (slice.phase() == Phase.ROUND_TRIP && !stalled) {
        roundTrips.add(durations);
      }
    }
    return new Sighting(sum, connects, roundTrips);
  }

  private static Counts counts(Slice slice, long attempts) {
    return new Counts(
        attempts,
        slice.outcome() == Outcome.Kind.FAILURE ? attempts : 0,
        slice.sourceState() == SourceState.BUSY ? attempts : 0,
        slice.sourceState() == SourceState.STALLED ? attempts : 0);
  }

  /// Of a destination.
  static Sighting of(PeerInterval peer) {
    return new Sighting(
        new Counts(peer.attempts(), peer.failures(), 0, 0),
        List.of(peer.connects()),
        List.of(peer.roundTrips()));
  }
}
