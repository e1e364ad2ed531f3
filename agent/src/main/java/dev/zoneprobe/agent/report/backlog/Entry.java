// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.io.UncheckedIOException;

/// One snapshot that waits, as the bytes that are sent: parsed, it would take several times as much
/// memory.
///
/// @param message a frame without `follows`, which is added for the store that it goes to
/// @param metNanos when its store was last spoken to; means nothing while it is unsent
public record Entry(Cuts cuts, ByteString message, DeliveryState whereabouts, long metNanos) {
  private static final DeliveryState UNSENT = new DeliveryState.Unsent();

  /// What this takes beside its message, with its place in lists and in the mirror, about.
  private static final int AROUND_A_MESSAGE = 256;

  /// A snapshot that no store has seen.
  public static Entry unsent(Boot boot, SnapshotFrame frame) {
    return new Entry(
        new Cuts(boot, frame.getFirstSequence(), frame.getLastSequence()),
        frame.toByteString(),
        UNSENT,
        0);
  }

  /// This snapshot, from now on in doubt at `store`.
  public Entry inDoubtAt(StoreId store, long nowNanos) {
    return new Entry(cuts, message, new DeliveryState.InDoubt(store), nowNanos);
  }

  /// This snapshot, whose store is being spoken to.
  Entry metAt(long nowNanos) {
    return new Entry(cuts, message, whereabouts, nowNanos);
  }

  boolean isUnsent() {
    return whereabouts instanceof DeliveryState.Unsent;
  }

  boolean isInDoubtAt(StoreId store) {
    return whereabouts instanceof DeliveryState.InDoubt(StoreId at) && at.equals(store);
  }

  /// The message, parsed; its histograms are not copied.
  SnapshotFrame frame() {
    CodedInputStream input = message.newCodedInput();
    input.enableAliasing(true);
    try {
      return SnapshotFrame.parseFrom(input);
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot of ours cannot be parsed", e);
    }
  }

  /// The message with `follows`: what is appended to a message is part of it.
  ByteString messageThatFollows(long follows) {
    return message.concat(SnapshotFrame.newBuilder().setFollows(follows).build().toByteString());
  }

  /// How much memory it takes.
  int bytes() {
    return message.size() + AROUND_A_MESSAGE;
  }
}
