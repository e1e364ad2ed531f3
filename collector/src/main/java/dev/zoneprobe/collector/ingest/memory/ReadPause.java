// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;

/// Lets one connection wait while others have their turn to be read. What it sends in the meantime
/// stays with the kernel, and then with the sender.
///
/// Stands first in its pipeline. It pauses and goes on there, on the connection's own event loop;
/// its turns begin and end on the thread of [ReadTurns].
public final class ReadPause extends ChannelDuplexHandler {
  /// How connections are to be read: a little each time, so that none takes much before it is told
  /// to wait.
  public static final RecvByteBufAllocator SMALL_READS =
      new AdaptiveRecvByteBufAllocator(512, 2 << 10, 16 << 10).maxMessagesPerRead(1);

  private static final int LONGEST_TURN_LOOKS = 40;

  private final ReadTurns turns;
  private ChannelHandlerContext connection;
  private volatile boolean paused;
  private volatile boolean hasTurn;

  /// Whether something was read since its turn began, or was looked at.
  private volatile boolean hasRead;

  /// How often its turn was looked at.
  private int looks;

  /// @param turns of all connections that share the memory
  @SuppressWarnings("NullAway.Init") // Netty calls handlerAdded before anything else
  public ReadPause(ReadTurns turns) {
    this.turns = turns;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection = context;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    hasRead = true;
    if (!paused && !hasTurn && turns.areNeeded()) {
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
  public void channelInactive(ChannelHandlerContext context) {
    turns.leave(this);
    context.fireChannelInactive();
  }

  /// Has it read on, as soon as its event loop can.
  void beginTurn() {
    hasTurn = true;
    hasRead = true;
    looks = 0;
    connection.executor().execute(this::goOn);
  }

  private void goOn() {
    paused = false;
    connection.channel().config().setAutoRead(true);
  }

  /// Ends its turn if it had nothing to read since this was asked last, or has been read for long.
  /// Returns whether it did.
  boolean endsTurn() {
    boolean over = (!paused && !hasRead) || ++looks > LONGEST_TURN_LOOKS;
    hasRead = false;
    hasTurn = !over;
    return over;
  }
}
