// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.EXPECTATION_FAILED;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the requests of one HTTP/1.1 connection, each as soon as all of it has arrived. A
/// request that breaks a limit is answered at once and ends the connection.
///
/// One for each connection; used on its event loop only.
final class HttpAnswers extends SimpleChannelInboundHandler<HttpObject> {
  /// Longest request line, and longest header section, in bytes.
  static final int MAX_HEAD_BYTES = 8 << 10;

  /// Longest request body in bytes.
  static final int MAX_BODY_BYTES = 1 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);

  private final HttpReplies replies;
  private final RequestDeadline deadline;
  private final ListenerCounts counts;
  private final BooleanSupplier draining;
  private Optional<HttpRequest> request = Optional.empty();
  private int bodyBytes;
  private boolean ended;

  HttpAnswers(
      HttpReplies replies,
      RequestDeadline deadline,
      ListenerCounts counts,
      BooleanSupplier draining) {
    this.replies = replies;
    this.deadline = deadline;
    this.counts = counts;
    this.draining = draining;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (ended) {
      return;
    }
    Optional<HttpResponseStatus> broken = brokenLimit(part);
    if (broken.isPresent()) {
      refuse(context, broken.get());
    } else if (part instanceof LastHttpContent) {
      request.ifPresent(complete -> answer(context, complete));
    }
  }

  private Optional<HttpResponseStatus> brokenLimit(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      return Optional.of(statusOf(part.decoderResult().cause()));
    }
    if (part instanceof HttpRequest begun) {
      request = Optional.of(begun);
      bodyBytes = 0;
      return begun.headers().contains(HttpHeaderNames.EXPECT)
          ? Optional.of(EXPECTATION_FAILED)
          : Optional.empty();
    }
    if (part instanceof HttpContent body) {
      bodyBytes += body.content().readableBytes();
    }
    return bodyBytes > MAX_BODY_BYTES ? Optional.of(REQUEST_ENTITY_TOO_LARGE) : Optional.empty();
  }

  private static HttpResponseStatus statusOf(Throwable malformed) {
    return switch (malformed) {
      case TooLongHttpLineException _ -> REQUEST_URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> REQUEST_HEADER_FIELDS_TOO_LARGE;
      default -> BAD_REQUEST;
    };
  }

  private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
    ended = true;
    FullHttpResponse refusal = replies.refusal(status);
    HttpUtil.setKeepAlive(refusal, false);
    // To close with bytes unread would reset the connection, and the peer might lose the answer.
    write(context, refusal).addListener(_ -> endOutput(context));
  }

  private static void endOutput(ChannelHandlerContext context) {
    ChannelFuture _ = ((DuplexChannel) context.channel()).shutdownOutput();
  }

  private void answer(ChannelHandlerContext context, HttpRequest complete) {
    boolean leaving = draining.getAsBoolean();
    ended = leaving || !HttpUtil.isKeepAlive(complete);
    FullHttpResponse reply = leaving ? replies.refusal(SERVICE_UNAVAILABLE) : replyTo(complete);
    HttpVersion version = ended ? reply.protocolVersion() : complete.protocolVersion();
    HttpUtil.setKeepAlive(reply.headers(), version, !ended);
    ChannelFuture written = write(context, reply);
    deadline.requestComplete();
    if (ended) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private FullHttpResponse replyTo(HttpRequest complete) {
    HttpMethod method = complete.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return replies.refusal(METHOD_NOT_ALLOWED);
    }
    String uri = complete.uri();
    return uri.equals("/") || uri.startsWith("/?")
        ? replies.greeting()
        : replies.refusal(NOT_FOUND);
  }

  private ChannelFuture write(ChannelHandlerContext context, FullHttpResponse reply) {
    counts.requestAnswered();
    reply.headers().set(HttpReplies.PROCESSING_NANOS, Long.toString(deadline.elapsedNanos()));
    return context.writeAndFlush(reply);
  }

  /// Reads no more requests from a peer that does not read its answers.
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(context.channel().isWritable());
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("An HTTP connection to the responder was closed by a fault of ours", cause);
    }
    ChannelFuture _ = context.close();
  }
}
