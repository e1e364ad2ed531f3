// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import dev.zoneprobe.agent.probe.Signature;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// The HTTP responses of a responder, with everything in them that does not depend on the request.
/// Thread-safe.
final class HttpReplies {
  static final AsciiString NODE = AsciiString.cached(Signature.NODE);
  static final AsciiString ZONE = AsciiString.cached(Signature.ZONE);
  static final AsciiString PROCESSING_NANOS = AsciiString.cached("zoneprobe-processing-nanos");

  private static final AsciiString PLAIN_TEXT = AsciiString.cached("text/plain; charset=utf-8");
  private static final AsciiString ALLOWED = AsciiString.cached("GET, HEAD");
  private static final ByteBuf GREETING = body("zoneprobe responder\n");

  // Every header value is made here, of text that was checked once.
  private static final HttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private final Supplier<Responder.Identity> identity;

  HttpReplies(Supplier<Responder.Identity> identity) {
    this.identity = identity;
  }

  /// The answer to a request that is in order.
  FullHttpResponse greeting() {
    return response(HttpResponseStatus.OK, GREETING.duplicate());
  }

  /// The answer to any other request; its body is the status line's text.
  FullHttpResponse refusal(HttpResponseStatus status) {
    FullHttpResponse refusal = response(status, body(status + "\n"));
    if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      refusal.headers().set(ALLOW, ALLOWED);
    }
    return refusal;
  }

  private FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
    Responder.Identity signer = identity.get();
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body, HEADERS, HEADERS);
    response
        .headers()
        .set(CONTENT_TYPE, PLAIN_TEXT)
        .set(CONTENT_LENGTH, body.readableBytes())
        .set(NODE, signer.node())
        .set(ZONE, signer.zone());
    return response;
  }

  private static ByteBuf body(String text) {
    return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }
}
