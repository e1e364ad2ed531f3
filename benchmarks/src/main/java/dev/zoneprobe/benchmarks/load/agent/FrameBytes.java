// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A frame that is encoded already, as gRPC wants to have it; written in one piece.
final class FrameBytes extends ByteArrayInputStream implements KnownLength, Drainable {
  private FrameBytes(byte[] frame) {
    super(frame);
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    return (int) transferTo(target);
  }

  /// `Collector.Deliver`, sending bytes instead of messages.
  static MethodDescriptor<byte[], Receipt> deliver() {
    return CollectorGrpc.getDeliverMethod().toBuilder(
            new Sending(), CollectorGrpc.getDeliverMethod().getResponseMarshaller())
        .build();
  }

  private static final class Sending implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] frame) {
      return new FrameBytes(frame);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("frames are only sent");
    }
  }
}
