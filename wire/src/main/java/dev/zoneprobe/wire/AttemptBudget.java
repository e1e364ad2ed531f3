// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.wire.proto.AttemptFrame;
import java.util.ArrayList;
import java.util.List;

/// Which of a snapshot's attempts a frame has room for.
final class AttemptBudget {
  /// The frame's own length and the number of its field, at most.
  private static final int AROUND_A_FRAME = 4;

  private AttemptBudget() {}

  /// Of the attempts of each subject those that fit into `bytes`: the first of every subject, then
  /// the second of every subject, and so on.
  static List<List<AttemptFrame>> fill(List<List<Attempt>> subjects, int bytes) {
    List<List<AttemptFrame>> frames = new ArrayList<>();
    subjects.forEach(_ -> frames.add(new ArrayList<>()));
    int longest = subjects.stream().mapToInt(List::size).max().orElse(0);
    int left = bytes;
    for (int round = 0; round < longest; round++) {
      for (int i = 0; i < frames.size(); i++) {
        List<Attempt> attempts = subjects.get(i);
        if (round < attempts.size()) {
          AttemptFrame frame = AttemptEncoder.encode(attempts.get(round));
          left -= frame.getSerializedSize() + AROUND_A_FRAME;
          if (left < 0) {
            return frames;
          }
          frames.get(i).add(frame);
        }
      }
    }
    return frames;
  }
}
