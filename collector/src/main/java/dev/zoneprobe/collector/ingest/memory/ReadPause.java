// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/// Lets one connection wait while others have their turn to be read. What it sends in the meantime
/// stays with the kernel, and then with the sender.
///
/// Stands first in its pipeline, and pauses and goes on on the connection's own event loop.
public final class ReadPause extends ChannelDuplexHandler {
  /// How connections are to be read: a little each time, so that none takes much before it is told
  /// to wait.
  public static final RecvByteBufAllocator SMALL_READS =
      new AdaptiveRecvByteBufAllocator(512, 2 << 10, 16 << 10).maxMessagesPerRead(1);

  private final ReadTurns turns;
  private final ConnectionShare share = new ConnectionShare();
  private final ReadTurn turn;
  private ChannelHandlerContext connection;

  /// Whether there is probably more to read. This and the next are of the event loop.
  private boolean bufferWasFull;

  private boolean paused;

  /// @param turns of all connections that share the memory
  @SuppressWarnings("NullAway.Init") // Netty calls handlerAdded before anything else
  public ReadPause(ReadTurns turns) {
    this.turns = turns;
    this.turn = turns.newTurn();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection = context;
  }

  /// Epoll reads everything from who has closed, paused or not: that is left out, and delivered
  /// again by an agent that still cares.
  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (paused) {
      ReferenceCountUtil.release(bytes);
      return;
    }
    turn.read();
    bufferWasFull = bytes instanceof ByteBuf buffer && !buffer.isWritable();
    share.during(() -> context.fireChannelRead(bytes));
  }

  /// Comes after a look that found nothing, too, such as the first of a turn.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    boolean hasMore = bufferWasFull || isInAFrame();
    bufferWasFull = false;
    if (hasMore && !paused && !turn.isGiven() && turns.areNeeded()) {
      paused = true;
      context.channel().config().setAutoRead(false);
      turns.await(this);
    }
    context.fireChannelReadComplete();
  }

  /// Others in the pipeline ask for more by themselves when reading is not automatic.
  @Override
  public void read(ChannelHandlerContext context) {
    if (!paused) {
      context.read();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    turns.enter(this);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    turns.leave(this);
    context.fireChannelInactive();
  }

  /// Whether the rest of a frame is missing.
  boolean isInAFrame() {
    return share.isInAFrame();
  }

  /// Whether it is, and nothing came of it for long.
  boolean isSilentInAFrame() {
    return isInAFrame() && turn.isSilent();
  }

  ReadTurn turn() {
    return turn;
  }

  /// Has it read on, as soon as its event loop can.
  void goOn() {
    turn.give();
    connection.executor().execute(this::beginTurn);
  }

  private void beginTurn() {
    turn.begin();
    paused = false;
    connection.channel().config().setAutoRead(true);
  }

  /// Ends the connection soon if nothing came of its frame for long, not at its turn either, and
  /// nothing does until its event loop has certainly looked.
  void closeIfStalled() {
    if (isStalled()) {
      var _ = connection.executor().schedule(this::closeUnlessRead, 1, TimeUnit.SECONDS);
    }
  }

  private boolean isStalled() {
    return isInAFrame() && turn.isStalled();
  }

  private void closeUnlessRead() {
    if (isStalled() && connection.channel().isActive()) {
      turns.closedAsStalled();
      var _ = connection.close();
    }
  }
}
