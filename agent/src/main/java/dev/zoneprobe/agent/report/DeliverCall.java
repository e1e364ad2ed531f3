// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import com.google.protobuf.ByteString;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The call `Deliver` of collectors, with snapshots as the bytes that they are kept as: to be sent,
/// none is parsed.
final class DeliverCall {
  private static final MethodDescriptor<ByteString, Receipt> METHOD =
      CollectorGrpc.getDeliverMethod().toBuilder(
              new AsItIs(), CollectorGrpc.getDeliverMethod().getResponseMarshaller())
          .build();

  private DeliverCall() {}

  /// Opens a stream over `channel`; `observer` is called back.
  static void open(Channel channel, ClientResponseObserver<ByteString, Receipt> observer) {
    StreamObserver<ByteString> _ =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(METHOD, CallOptions.DEFAULT), observer);
  }

  /// A message that is serialized already.
  private static final class AsItIs implements Marshaller<ByteString> {
    @Override
    public InputStream stream(ByteString message) {
      return message.newInput();
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.readFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
