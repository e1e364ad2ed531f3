// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import dev.zoneprobe.collector.ingest.memory.ArrivingFrames;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.PlanRequest;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;

/// Reads requests for plans, so that what they become in memory is bounded: at most [#MOST_BYTES]
/// are read, and fields that nobody here knows are left out. Gives back the memory that they took
/// while they arrived. Thread-safe.
public final class PlanRequestMarshaller
    implements MethodDescriptor.Marshaller<Arrived<PlanRequest>> {
  /// Three names of 128 characters take less, in whatever script.
  static final int MOST_BYTES = 4 << 10;

  private static final Parser<PlanRequest> PARSER =
      DiscardUnknownFieldsParser.wrap(PlanRequest.parser());

  @Override
  public Arrived<PlanRequest> parse(InputStream bytes) {
    try {
      byte[] request = bytes.readNBytes(MOST_BYTES + 1);
      return request.length > MOST_BYTES
          ? unreadable("a request for a plan has at most " + MOST_BYTES + " bytes")
          : new Arrived.Read<>(PARSER.parseFrom(request));
    } catch (IOException _) {
      return unreadable("not a request for a plan");
    } finally {
      ArrivingFrames.read();
    }
  }

  private static Arrived<PlanRequest> unreadable(String problem) {
    return new Arrived.Unreadable<>(new InvalidFrameException(Reason.UNREADABLE, problem));
  }

  @Override
  public InputStream stream(Arrived<PlanRequest> request) {
    throw new UnsupportedOperationException("a collector asks nobody for plans");
  }
}
