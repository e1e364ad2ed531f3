// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;

/// The turns of one connection to be read, one after the other.
///
/// A turn ends when there was nothing to read for a moment, and after 200 ms in any case. Given and
/// taken back by [ReadTurns], told of reads by the connection's event loop.
final class ReadTurn {
  private static final long LONGEST_NANOS = Duration.ofMillis(200).toNanos();
  private static final long SILENCE_NANOS = Duration.ofMillis(6).toNanos();
  private static final long STALLED_NANOS = Duration.ofSeconds(10).toNanos();

  private final NanoClock clock;
  private volatile boolean given;
  private volatile boolean begun;
  private volatile long begunNanos;
  private volatile long readNanos;

  /// Of the thread of turns.
  private long givenNanos;

  ReadTurn(NanoClock clock) {
    this.clock = clock;
    readNanos = clock.nanos();
  }

  /// From now on it is its turn, and begins as soon as its event loop can.
  void give() {
    givenNanos = clock.nanos();
    begun = false;
    given = true;
  }

  boolean isGiven() {
    return given;
  }

  /// It is read from now on.
  void begin() {
    begunNanos = clock.nanos();
    begun = true;
  }

  /// Something was read.
  void read() {
    readNanos = clock.nanos();
  }

  /// Takes it back if it has ended. Returns whether it has.
  boolean takeBackIfOver() {
    long now = clock.nanos();
    long latest = hasRead() ? readNanos : begunNanos;
    boolean silent = begun && now - latest > SILENCE_NANOS;
    given = !silent && now - givenNanos <= LONGEST_NANOS;
    return !given;
  }

  private boolean hasRead() {
    return readNanos - begunNanos > 0;
  }

  /// Whether it was its turn and nothing came, for 10 s by now.
  boolean isStalled() {
    return begun && !hasRead() && isSilent();
  }

  /// Whether nothing came for 10 s.
  boolean isSilent() {
    return clock.nanos() - readNanos > STALLED_NANOS;
  }
}
