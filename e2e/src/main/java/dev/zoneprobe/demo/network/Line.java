// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// What a way through the network does to every chunk, in each direction: holds it back for its
/// distance, and for as long as TCP takes to notice that it was lost and to send it again.
/// Thread-safe; a change holds for connections that are open, too.
public final class Line {
  /// Until TCP sends again what was not acknowledged; doubled each time.
  static final Duration FIRST_RETRANSMISSION = Duration.ofMillis(200);

  private static final int MOST_LOSSES = 8;

  private final RandomGenerator chance;
  private final State usual;
  private volatile State now;

  /// @param loss how many of all chunks are lost, from 0 to 1; of those sent again, too
  private record State(Duration oneWay, double loss) {}

  /// A line that loses nothing.
  ///
  /// @param oneWay how long a chunk is held back: half of what a round trip takes longer
  public Line(Duration oneWay, RandomGenerator chance) {
    this.chance = chance;
    this.usual = new State(oneWay, 0);
    this.now = usual;
  }

  /// Makes every round trip longer than it usually is.
  public void lengthen(Duration roundTrip) {
    now = new State(usual.oneWay().plus(roundTrip.dividedBy(2)), 0);
  }

  /// Loses this share of all chunks from now on, from 0 to 1.
  public void lose(double share) {
    now = new State(usual.oneWay(), share);
  }

  /// Makes it what it was at first.
  public void restore() {
    now = usual;
  }

  /// How long the next chunk is held back.
  long delayNanos() {
    State state = now;
    long nanos = state.oneWay().toNanos();
    long wait = FIRST_RETRANSMISSION.toNanos();
    for (int i = 0; i < MOST_LOSSES && isLost(state); i++) {
      nanos += wait;
      wait *= 2;
    }
    return nanos;
  }

  private boolean isLost(State state) {
    return state.loss() > 0 && chance.nextDouble() < state.loss();
  }
}
