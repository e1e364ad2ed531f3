// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.measure.NanoClock;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Notes when the first byte of each HTTP request was read, and closes the connection if the rest
/// does not arrive in time.
///
/// One for each connection, first among those that see bytes; used on its event loop only.
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private final NanoClock clock;
  private final Duration patience;
  private long lastReadNanos;
  private long firstByteNanos;
  private boolean awaiting;
  private Optional<Future<?>> closing = Optional.empty();

  RequestDeadline(NanoClock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    lastReadNanos = clock.nanos();
    if (!awaiting) {
      awaiting = true;
      firstByteNanos = lastReadNanos;
    }
    context.fireChannelRead(bytes);
    // A request that came in one piece is answered by now and costs no timer.
    if (awaiting && closing.isEmpty()) {
      closing = Optional.of(closeLater(context));
    }
  }

  private Future<?> closeLater(ChannelHandlerContext context) {
    Runnable close =
        () -> {
          ChannelFuture _ = context.close();
        };
    return context.executor().schedule(close, patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    requestComplete();
    context.fireChannelInactive();
  }

  /// Time since the first byte of the current request was read.
  long elapsedNanos() {
    return clock.nanos() - firstByteNanos;
  }

  /// The current request has arrived in full. What is still to be decoded of the last read belongs
  /// to the next one.
  void requestComplete() {
    closing.ifPresent(timer -> timer.cancel(false));
    closing = Optional.empty();
    awaiting = false;
    firstByteNanos = lastReadNanos;
  }
}
