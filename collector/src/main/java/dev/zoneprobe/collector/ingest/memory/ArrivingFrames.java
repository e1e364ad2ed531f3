// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory that frames take while they arrive, until they have been read.
///
/// A frame is kept until it is whole, so senders that never finish theirs could fill the memory.
/// Each connection may take an eighth of what [ReceiveMemory] has left: the more is taken, the less
/// one can add, but there is room for small frames as long as there is any (the dynamic thresholds
/// of Choudhury and Hahne, IEEE/ACM Transactions on Networking 6(2), 1998). A stream that needs
/// more is ended. Thread-safe.
public final class ArrivingFrames extends ServerStreamTracer.Factory {
  private static final int SHARES = 8;

  /// Bytes that came together are kept in a buffer of their own, however few they are.
  private static final int AROUND_A_PIECE = 512;

  private static final Context.Key<Arrival> ARRIVAL = Context.key("zoneprobe-arrival");

  private final ReceiveMemory memory;
  private final AtomicLong held = new AtomicLong();
  private final Counter ended;

  /// @param memory that frames take
  public ArrivingFrames(ReceiveMemory memory, MeterRegistry meters) {
    this.memory = memory;
    Gauge.builder("zoneprobe.collector.frames.arriving", held, AtomicLong::get)
        .baseUnit("bytes")
        .description("Memory of frames that are not whole, or not read yet")
        .register(meters);
    ended =
        Counter.builder("zoneprobe.collector.frames.cut.off")
            .description("Streams that were ended because unfinished frames took too much memory")
            .register(meters);
  }

  /// Gives back what the oldest whole frame of the current stream took. To be called in the context
  /// of its call, once for each frame.
  public static void read() {
    Arrival arrival = ARRIVAL.get();
    if (arrival != null) {
      arrival.read();
    }
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Arrival();
  }

  /// What one stream has taken; gRPC tells of it on several threads.
  private final class Arrival extends ServerStreamTracer {
    /// Of each frame that is whole, the oldest first.
    private final Deque<Long> whole = new ArrayDeque<>();

    private final ConnectionShare share = ConnectionShare.current();
    private long unfinished;
    private long total;
    private boolean closed;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(ARRIVAL, this);
    }

    @Override
    public synchronized void inboundWireSize(long bytes) {
      if (closed) {
        return;
      }
      if (unfinished == 0) {
        share.begun();
      }
      unfinished += bytes + AROUND_A_PIECE;
      take(bytes + AROUND_A_PIECE);
    }

    private void take(long bytes) {
      total += bytes;
      held.addAndGet(bytes);
      if (share.add(bytes) > memory.leftForFrames() / SHARES) {
        ended.increment();
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("too many unfinished frames, try again later")
            .asRuntimeException();
      }
    }

    @Override
    public synchronized void inboundMessageRead(int number, long wireBytes, long bytes) {
      whole.add(unfinished);
      finish();
    }

    private void finish() {
      if (unfinished > 0) {
        share.finished();
        unfinished = 0;
      }
    }

    synchronized void read() {
      Long bytes = whole.poll();
      if (bytes != null) {
        give(bytes);
      }
    }

    private void give(long bytes) {
      total -= bytes;
      share.add(-bytes);
      held.addAndGet(-bytes);
    }

    @Override
    public synchronized void streamClosed(Status status) {
      closed = true;
      finish();
      whole.clear();
      give(total);
    }
  }
}
