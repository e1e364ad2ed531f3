// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder.call;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads requests of at most so many bytes, without the fields that nobody here knows, which would
/// take many times their size in memory. What is longer or no such request becomes an empty value:
/// for an exception, gRPC would write a stack trace. Thread-safe.
public final class BoundedMarshaller<M extends Message>
    implements MethodDescriptor.Marshaller<Optional<M>> {
  private final Parser<M> parser;
  private final int mostBytes;

  public BoundedMarshaller(Parser<M> parser, int mostBytes) {
    this.parser = DiscardUnknownFieldsParser.wrap(parser);
    this.mostBytes = mostBytes;
  }

  /// `generated`, with requests that are read by this.
  public <A> MethodDescriptor<Optional<M>, A> reading(MethodDescriptor<M, A> generated) {
    return generated.toBuilder(this, generated.getResponseMarshaller()).build();
  }

  @Override
  public Optional<M> parse(InputStream bytes) {
    try {
      byte[] request = bytes.readNBytes(mostBytes + 1);
      return request.length > mostBytes ? Optional.empty() : Optional.of(parser.parseFrom(request));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream stream(Optional<M> request) {
    throw new UnsupportedOperationException("a responder asks nobody");
  }
}
