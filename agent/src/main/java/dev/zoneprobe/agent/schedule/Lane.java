// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.task.EnduringTask;

/// One target over one kind of connection: its grid, its probe, and its attempts in flight.
///
/// The probe is closed when the lane has been left and its last attempt has ended, on the thread on
/// which the later of the two happens, and under no lock, because closing may take long.
/// Thread-safe.
final class Lane {
  private static final int MOST_IN_FLIGHT = 256;

  /// What a lane is for; lanes of equal keys are the same lane.
  record Key(Target target, Connection connection) {}

  private final Key key;
  private final DueGrid grid;
  private final Probe probe;
  private final EnduringTask closing;
  private final int maxInFlight;

  @GuardedBy("this")
  private int inFlight;

  @GuardedBy("this")
  private boolean left;

  Lane(Key key, DueGrid grid, Probe probe) {
    this.key = key;
    this.grid = grid;
    this.probe = probe;
    this.closing = new EnduringTask("closing a probe of " + key.target().subject(), probe::close);
    this.maxInFlight = maxInFlight(key.target().timing());
  }

  /// As many as there can be if every attempt takes its whole timeout, and one to spare.
  private static int maxInFlight(Target.Timing timing) {
    long overlapping = timing.timeout().dividedBy(timing.interval()) + 2;
    return (int) Math.min(MOST_IN_FLIGHT, overlapping);
  }

  Key key() {
    return key;
  }

  DueGrid grid() {
    return grid;
  }

  Probe probe() {
    return probe;
  }

  /// Takes a place for one more attempt; false if there is none.
  synchronized boolean enter() {
    if (left || inFlight >= maxInFlight) {
      return false;
    }
    inFlight++;
    return true;
  }

  /// Gives the place back.
  void exit() {
    if (isLastOut()) {
      closing.run();
    }
  }

  private synchronized boolean isLastOut() {
    inFlight--;
    return left && inFlight == 0;
  }

  /// No more attempts from now on.
  void leave() {
    if (isLeftEmpty()) {
      closing.run();
    }
  }

  private synchronized boolean isLeftEmpty() {
    boolean first = !left;
    left = true;
    return first && inFlight == 0;
  }
}
