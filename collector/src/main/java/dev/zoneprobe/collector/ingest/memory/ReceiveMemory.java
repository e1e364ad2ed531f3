// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import dev.zoneprobe.measure.NanoClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/// The buffers of the agents' connections, outside of the heap: above all for what agents sent and
/// nobody has read yet.
///
/// How much of them is taken is measured and not estimated: a few bytes can keep a large buffer. If
/// they ran out, connections would be lost and opened anew, for which there is then no memory,
/// either. So from a third on connections are read by turns ([ReadTurns]), and the less is left to
/// three quarters, the less a connection may take for frames that are not read ([ArrivingFrames]).
/// The last quarter is for what is not seen here: memory between buffers, and those that threads
/// keep at hand. Thread-safe.
public final class ReceiveMemory {
  /// One thread of connections takes from one arena, about; more only scatter what is taken.
  private static final int ARENAS = 2;

  private static final int PAGE_BYTES = 8 << 10;

  /// Memory comes from the system in pieces of so many pages, as a power of two.
  private static final int PIECE_ORDER = 8;

  /// How many buffers of a size each thread of connections keeps at hand, small ones and others.
  private static final int SMALL_AT_HAND = 32;

  private static final int OTHERS_AT_HAND = 8;

  private static final long FRESH_NANOS = Duration.ofMillis(1).toNanos();

  private final PooledByteBufAllocator buffers =
      new PooledByteBufAllocator(
          true,
          PooledByteBufAllocator.defaultNumHeapArena(),
          ARENAS,
          PAGE_BYTES,
          PIECE_ORDER,
          SMALL_AT_HAND,
          OTHERS_AT_HAND,
          false);
  private final long most;
  private final NanoClock clock;
  private volatile long taken;
  private volatile long measuredNanos;

  /// @param most how many bytes there are
  public ReceiveMemory(long most, NanoClock clock, MeterRegistry meters) {
    this.most = most;
    this.clock = clock;
    this.measuredNanos = clock.nanos() - FRESH_NANOS;
    Gauge.builder("zoneprobe.collector.receive.memory", buffers::pinnedDirectMemory)
        .baseUnit("bytes")
        .description(
            "Buffers of the agents' connections outside of the heap: what came and is not read yet")
        .register(meters);
  }

  /// All that Netty may take in this process (`-XX:MaxDirectMemorySize`).
  public static ReceiveMemory ofThisProcess(MeterRegistry meters) {
    return new ReceiveMemory(PlatformDependent.maxDirectMemory(), NanoClock.SYSTEM, meters);
  }

  /// Where connections get their buffers from.
  public ByteBufAllocator buffers() {
    return buffers;
  }

  /// Whether connections are to wait for their turn to be read.
  boolean isShort() {
    return taken() > most / 3;
  }

  /// How much more may be taken until only one turn is given at a time; not below 0.
  long leftForTurns() {
    return Math.max(0, most / 2 - taken());
  }

  /// How much more frames may take; not below 0.
  long leftForFrames() {
    return Math.max(0, most / 4 * 3 - taken());
  }

  /// As it was a moment ago: measuring takes some microseconds, and every read asks.
  private long taken() {
    long now = clock.nanos();
    if (now - measuredNanos >= FRESH_NANOS) {
      measuredNanos = now;
      taken = buffers.pinnedDirectMemory();
    }
    return taken;
  }
}
