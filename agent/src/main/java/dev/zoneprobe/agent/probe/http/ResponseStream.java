// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Tells the exchange that uses a connection what arrives on it, and when it is lost; and knows
/// whether more has arrived than was asked for.
///
/// OkHttp takes all that it can get, and takes what one answer leaves over for the beginning of the
/// next. So what may go beyond the end of an answer waits here: every head ends with an empty line,
/// and so does every chunked body, and no read goes on past one. The bytes of other bodies are
/// counted. What does not begin as an answer does is none, however it ends: an HTTP/2 server, say,
/// sends its SETTINGS and closes. The head of an informational response ends with an empty line as
/// well, and is not the answer yet. Used by one thread at a time.
final class ResponseStream extends FilterInputStream {
  private static final int BUFFER_BYTES = 8 << 10;

  /// RFC 9112, section 4, and what OkHttp takes beside it.
  private static final List<String> BEGINNINGS = List.of("HTTP/1.", "ICY ");

  /// Informational responses, but for the one that ends HTTP (RFC 9110, section 15.2).
  private static final Pattern INFORMATIONAL = Pattern.compile("HTTP/1\\.\\d 1(?!01)\\d\\d");

  private static final int LONGEST_BEGINNING = "HTTP/1.1 200".length();

  private final Supplier<HttpExchange> exchange;
  private final ByteBuffer arrived = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private boolean stopsAtEmptyLine = true;
  private int newlines;
  private long bodyBytes;
  private boolean gaveTooMuch;
  private String beginning = "";

  ResponseStream(InputStream in, Supplier<HttpExchange> exchange) {
    super(in);
    this.exchange = exchange;
  }

  /// A head has been read.
  void bodyBegins(boolean isChunked) {
    stopsAtEmptyLine = isChunked;
    bodyBytes = 0;
  }

  /// An answer has been read, with a body of `length` bytes.
  void bodyEnds(long length) {
    gaveTooMuch |= !stopsAtEmptyLine && bodyBytes > length;
    stopsAtEmptyLine = true;
    beginning = "";
  }

  /// Whether anything is known to have come after the last answer's end.
  boolean isAhead() throws IOException {
    return gaveTooMuch || arrived.hasRemaining() || in.available() > 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!arrived.hasRemaining() && !receive()) {
      return -1;
    }
    int most = Math.min(length, arrived.remaining());
    int count = stopsAtEmptyLine ? untilEmptyLine(most) : most;
    arrived.get(bytes, offset, count);
    bodyBytes += count;
    if (newlines == 2) {
      newlines = 0;
      emptyLine();
    }
    return count;
  }

  /// Another head follows an informational one. If it has begun to arrive, the answer came with
  /// what was received last.
  private void emptyLine() throws ProtocolException {
    if (INFORMATIONAL.matcher(beginning).matches()) {
      if (arrived.hasRemaining()) {
        exchange.get().answerBegins();
      } else {
        exchange.get().announced();
      }
      beginning = "";
      checkBeginning(arrived.position());
    }
  }

  /// Waits for bytes; false if none will come any more.
  private boolean receive() throws IOException {
    try {
      int count = in.read(arrived.array());
      if (count < 0) {
        exchange.get().lostConnection();
        return false;
      }
      exchange.get().received();
      arrived.clear().limit(count);
    } catch (IOException e) {
      exchange.get().lostConnection(e);
      throw e;
    }
    checkBeginning(0);
    return true;
  }

  private void checkBeginning(int from) throws ProtocolException {
    int missing = Math.min(LONGEST_BEGINNING - beginning.length(), arrived.limit() - from);
    beginning += new String(arrived.array(), from, missing, StandardCharsets.ISO_8859_1);
    if (BEGINNINGS.stream().noneMatch(this::isBegun)) {
      throw new ProtocolException("what came does not begin as an HTTP/1.1 answer");
    }
  }

  private boolean isBegun(String possible) {
    return beginning.startsWith(possible) || possible.startsWith(beginning);
  }

  private int untilEmptyLine(int most) {
    for (int count = 0; count < most; count++) {
      switch (arrived.get(arrived.position() + count)) {
        case '\n' -> newlines++;
        case '\r' -> {}
        default -> newlines = 0;
      }
      if (newlines == 2) {
        return count + 1;
      }
    }
    return most;
  }
}
