// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import dev.zoneprobe.measure.NanoClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// One direction of a relayed connection: what is read from one channel is written to the other,
/// unchanged and in order, each chunk as long after it was read as the [Line] says; the end of the
/// stream, too.
///
/// Both channels and this handler belong to one event loop. No more is read while
/// [#MAX_WAITING_BYTES] wait to be written or to be taken by the kernel.
final class DelayLine extends ChannelInboundHandlerAdapter {
  /// How much may wait; one read more may be added to it.
  static final int MAX_WAITING_BYTES = 1 << 20;

  /// What an idle machine takes to wake a thread up: timers strike so much early, and the rest is
  /// waited for awake.
  private static final long WAKE_UP_NANOS = 200_000;

  private final SocketChannel from;
  private final SocketChannel to;
  private final Line line;
  private final NanoClock clock;

  private final ArrayDeque<Step> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean opened;
  private boolean timerRuns;

  /// Something to be done to the other channel at its time.
  private record Step(long dueNanos, Runnable action) {}

  DelayLine(SocketChannel from, SocketChannel to, Line line, NanoClock clock) {
    this.from = from;
    this.to = to;
    this.line = line;
    this.clock = clock;
  }

  /// The other channel is connected, or never will be: what is due may be written to it.
  void open() {
    opened = true;
    doWhatIsDue();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    waitingBytes += bytes.readableBytes();
    holdBack(() -> write(bytes));
    readWhileThereIsRoom();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      holdBack(() -> afterAllWrites().addListener(_ -> endStream()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    holdBack(() -> afterAllWrites().addListener(_ -> close(to)));
  }

  /// A reset; the other side learns of it as of any other end.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(from);
  }

  private void holdBack(Runnable action) {
    waiting.add(new Step(clock.nanos() + line.delayNanos(), action));
    doWhatIsDue();
  }

  private void doWhatIsDue() {
    if (!opened || timerRuns || waiting.isEmpty()) {
      return;
    }
    while (!waiting.isEmpty() && nanosUntilDue() <= WAKE_UP_NANOS) {
      while (nanosUntilDue() > 0) {
        Thread.onSpinWait();
      }
      waiting.remove().action().run();
    }
    to.flush();
    if (!waiting.isEmpty()) {
      timerRuns = true;
      long nanos = Math.max(0, nanosUntilDue() - WAKE_UP_NANOS);
      Future<?> _ = to.eventLoop().schedule(this::timerStruck, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private long nanosUntilDue() {
    return waiting.element().dueNanos() - clock.nanos();
  }

  private void timerStruck() {
    timerRuns = false;
    doWhatIsDue();
  }

  private void write(ByteBuf bytes) {
    int size = bytes.readableBytes();
    ChannelFuture _ = to.write(bytes).addListener(_ -> taken(size));
  }

  private ChannelFuture afterAllWrites() {
    return to.write(Unpooled.EMPTY_BUFFER);
  }

  private void endStream() {
    to.shutdownOutput()
        .addListener(_ -> {
          if (from.isOutputShutdown()) {
            close(from);
            close(to);
          }
        });
  }

  private static void close(SocketChannel channel) {
    ChannelFuture _ = channel.close();
  }

  private void taken(int bytes) {
    waitingBytes -= bytes;
    readWhileThereIsRoom();
  }

  private void readWhileThereIsRoom() {
    from.config().setAutoRead(waitingBytes < MAX_WAITING_BYTES);
  }
}
