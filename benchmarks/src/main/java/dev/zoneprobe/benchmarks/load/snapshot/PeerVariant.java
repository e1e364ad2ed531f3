// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.PeerFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a snapshot tells of one peer, as the bytes of its message without its node: made by the
/// agent's own ledger and encoder from attempts that were made up. Immutable.
final class PeerVariant {
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,9})");

  private final byte[] withoutNode;

  private PeerVariant(byte[] withoutNode) {
    this.withoutNode = withoutNode;
  }

  /// A peer that is probed in all of these ways, `samples` times each.
  static PeerVariant roll(
      AttemptDice dice, List<Probing> probings, int samples, Duration interval) {
    Instant from = Variant.FROM;
    LatencyLedger ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("node", "zone", "boot"), InstantSource.fixed(from));
    for (Probing probing : probings) {
      for (int i = 0; i < samples; i++) {
        ledger.record(
            dice.on("peer", probing, from.plus(interval.multipliedBy(i).dividedBy(samples))));
      }
    }
    PeerFrame peer = SnapshotEncoder.encode(ledger.cut()).getPeers(0);
    return new PeerVariant(peer.toBuilder().clearDestinationNode().build().toByteArray());
  }

  /// The `place`-th of the nodes before `node`, and if there are too few of those after it, among
  /// nodes whose names end in their numbers.
  static String neighbour(String node, int place) {
    Matcher parts = NUMBERED.matcher(node);
    if (!parts.matches()) {
      return node + "-" + place;
    }
    int number = Integer.parseInt(parts.group(2));
    return parts.group(1) + (place <= number ? number - place : place);
  }

  /// Appends it to a frame, as told of `node`.
  void write(CodedOutputStream frame, String node) throws IOException {
    int name = CodedOutputStream.computeStringSize(PeerFrame.DESTINATION_NODE_FIELD_NUMBER, node);
    frame.writeTag(SnapshotFrame.PEERS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    frame.writeUInt32NoTag(name + withoutNode.length);
    frame.writeString(PeerFrame.DESTINATION_NODE_FIELD_NUMBER, node);
    frame.writeRawBytes(withoutNode);
  }
}
