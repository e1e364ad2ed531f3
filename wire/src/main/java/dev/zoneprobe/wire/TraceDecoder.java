// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.AddressFrame;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.LookupFrame;
import dev.zoneprobe.wire.proto.ReplyFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns what the frame of an attempt says that it saw into a trace, or refuses it.
final class TraceDecoder {
  private static final long LAST_SECOND = Trace.LAST_EXPIRY.getEpochSecond();

  private static final int MOST_RCODE = 0xFFFF;

  private TraceDecoder() {}

  static Trace decode(AttemptFrame frame) throws InvalidFrameException {
    Optional<Lookup> lookup =
        frame.hasLookup() ? Optional.of(lookup(frame.getLookup())) : Optional.empty();
    Optional<Addresses> addresses =
        frame.hasRemote() ? Optional.of(addresses(frame)) : Optional.empty();
    Retransmits retransmits =
        InvalidFrameException.checked(
            Reason.INVALID_ATTEMPT,
            () -> new Retransmits(frame.getSynRetransmits(), frame.getSegmentRetransmits()));
    return new Trace(lookup, addresses, retransmits, expiry(frame), detail(frame));
  }

  private static Lookup lookup(LookupFrame frame) throws InvalidFrameException {
    Optional<Lookup.Reply> reply =
        frame.hasReply() ? Optional.of(reply(frame.getReply())) : Optional.empty();
    String name = atMost(FrameLimits.NAME_CHARACTERS, frame.getName());
    return InvalidFrameException.checked(
        Reason.INVALID_ATTEMPT, () -> new Lookup(name, frame.getQueries(), reply));
  }

  private static Lookup.Reply reply(ReplyFrame frame) throws InvalidFrameException {
    if (frame.getAddressesCount() > Lookup.Reply.MOST_ADDRESSES) {
      throw new InvalidFrameException(
          Reason.INVALID_ATTEMPT, frame.getAddressesCount() + " addresses for a name");
    }
    if (frame.getRcode() < 0 || frame.getRcode() > MOST_RCODE) {
      throw new InvalidFrameException(Reason.INVALID_ATTEMPT, "rcode " + frame.getRcode());
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (ByteString address : frame.getAddressesList()) {
      addresses.add(address(address));
    }
    return new Lookup.Reply(socketAddress(frame.getNameserver()), frame.getRcode(), addresses);
  }

  private static Addresses addresses(AttemptFrame frame) throws InvalidFrameException {
    Optional<InetSocketAddress> local =
        frame.hasLocal() ? Optional.of(socketAddress(frame.getLocal())) : Optional.empty();
    return new Addresses(local, socketAddress(frame.getRemote()));
  }

  private static InetSocketAddress socketAddress(AddressFrame frame) throws InvalidFrameException {
    InetAddress ip = address(frame.getIp());
    return InvalidFrameException.checked(
        Reason.INVALID_ATTEMPT, () -> new InetSocketAddress(ip, frame.getPort()));
  }

  private static InetAddress address(ByteString bytes) throws InvalidFrameException {
    try {
      return InetAddress.getByAddress(bytes.toByteArray());
    } catch (UnknownHostException e) {
      throw new InvalidFrameException(
          Reason.INVALID_ATTEMPT, "address of " + bytes.size() + " bytes");
    }
  }

  private static Optional<Instant> expiry(AttemptFrame frame) throws InvalidFrameException {
    long second = frame.getCertificateExpiryUnixSeconds();
    if (second < -LAST_SECOND || second > LAST_SECOND) {
      throw new InvalidFrameException(
          Reason.INVALID_ATTEMPT, "certificate that ends in second " + second);
    }
    return frame.hasCertificateExpiryUnixSeconds()
        ? Optional.of(Instant.ofEpochSecond(second))
        : Optional.empty();
  }

  private static Optional<String> detail(AttemptFrame frame) throws InvalidFrameException {
    return frame.hasDetail()
        ? Optional.of(atMost(Trace.MAX_DETAIL, frame.getDetail()))
        : Optional.empty();
  }

  private static String atMost(int characters, String text) throws InvalidFrameException {
    if (text.length() > characters) {
      throw new InvalidFrameException(
          Reason.INVALID_ATTEMPT,
          "text of " + text.length() + " characters, the limit is " + characters);
    }
    return text;
  }
}
