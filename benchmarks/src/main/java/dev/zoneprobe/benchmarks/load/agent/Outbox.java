// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.benchmarks.load.snapshot.Cut;
import java.util.ArrayList;
import java.util.List;

/// What one simulated agent has cut and has no receipt for, oldest first. Bounded by the length of
/// a run: nothing is merged, and only what a snapshot is made from is kept, not its bytes.
final class Outbox {
  private final List<Cut> cuts = new ArrayList<>();
  private long acknowledged;

  void add(Cut cut) {
    cuts.add(cut);
  }

  int size() {
    return cuts.size();
  }

  /// The one whose receipt comes next; there must be one.
  Cut oldest() {
    return cuts.getFirst();
  }

  /// The one at `index`, to be sent: the first time that settles what it follows, and it is the
  /// same ever after.
  Cut forSending(int index) {
    Cut cut = cuts.get(index);
    if (cut.follows().isEmpty()) {
      cuts.set(index, cut.following(acknowledged));
    }
    return cuts.get(index);
  }

  /// The oldest has its receipt.
  Cut acknowledgeOldest() {
    Cut cut = cuts.removeFirst();
    acknowledged = cut.sequence();
    return cut;
  }

  /// The oldest is never going to be acceptable.
  void giveUpOldest() {
    cuts.removeFirst();
  }
}
