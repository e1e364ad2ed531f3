// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Trace;
import dev.zoneprobe.wire.proto.AddressFrame;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.FailureFrame;
import dev.zoneprobe.wire.proto.LookupFrame;
import dev.zoneprobe.wire.proto.ReplyFrame;
import java.net.InetSocketAddress;

/// Turns an attempt into the frame that is sent inside the frame of its subject: moments to the
/// millisecond, names cut to what a frame may hold.
final class AttemptEncoder {
  private AttemptEncoder() {}

  static AttemptFrame encode(Attempt attempt) {
    Attempt.Circumstances around = attempt.circumstances();
    AttemptFrame.Builder frame =
        AttemptFrame.newBuilder()
            .setId(attempt.id())
            .setBegunUnixMillis(around.begun().toEpochMilli())
            .setConnection(WireNumber.of(around.connection()))
            .setSourceState(WireNumber.of(around.sourceState()));
    if (attempt.outcome() instanceof Outcome.Failed(Failure reason, Phase during)) {
      frame.setFailure(
          FailureFrame.newBuilder()
              .setReason(WireNumber.of(reason))
              .setDuring(WireNumber.of(during)));
    }
    attempt
        .phaseNanos()
        .forEach((phase, nanos) -> frame.putPhaseNanos(WireNumber.of(phase), nanos));
    around.destinationNode().ifPresent(frame::setDestinationNode);
    add(frame, attempt.trace());
    return frame.build();
  }

  private static void add(AttemptFrame.Builder frame, Trace trace) {
    trace.lookup().ifPresent(lookup -> frame.setLookup(frame(lookup)));
    trace.addresses().ifPresent(addresses -> add(frame, addresses));
    frame.setSynRetransmits(trace.retransmits().syns());
    frame.setSegmentRetransmits(trace.retransmits().segments());
    trace
        .certificateExpiry()
        .ifPresent(end -> frame.setCertificateExpiryUnixSeconds(end.getEpochSecond()));
    trace.detail().ifPresent(frame::setDetail);
  }

  private static void add(AttemptFrame.Builder frame, Addresses addresses) {
    addresses.local().ifPresent(local -> frame.setLocal(frame(local)));
    frame.setRemote(frame(addresses.remote()));
  }

  private static LookupFrame frame(Lookup lookup) {
    String name = lookup.name();
    LookupFrame.Builder frame =
        LookupFrame.newBuilder()
            .setName(name.substring(0, Math.min(FrameLimits.NAME_CHARACTERS, name.length())))
            .setQueries(lookup.queries());
    lookup.reply().ifPresent(reply -> frame.setReply(frame(reply)));
    return frame.build();
  }

  private static ReplyFrame frame(Lookup.Reply reply) {
    ReplyFrame.Builder frame =
        ReplyFrame.newBuilder().setNameserver(frame(reply.nameserver())).setRcode(reply.rcode());
    reply
        .addresses()
        .forEach(address -> frame.addAddresses(ByteString.copyFrom(address.getAddress())));
    return frame.build();
  }

  private static AddressFrame frame(InetSocketAddress address) {
    return AddressFrame.newBuilder()
        .setIp(ByteString.copyFrom(address.getAddress().getAddress()))
        .setPort(address.getPort())
        .build();
  }
}
