// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The server's side of one HTTP/2 connection, frame by frame (RFC 9113). One thread at a time.
final class Http2Peer {
  private static final byte[] SERVING = {8, 1};
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int NO_FLAG = 0;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  private final DataInputStream in;
  private final DataOutputStream out;

  private Http2Peer(Socket connection) throws IOException {
    this.in = new DataInputStream(connection.getInputStream());
    this.out = new DataOutputStream(connection.getOutputStream());
  }

  /// Reads the client's preface, and says that everything is as by default.
  static Http2Peer accept(Socket connection) throws IOException {
    Http2Peer peer = new Http2Peer(connection);
    peer.in.skipNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
    peer.write(SETTINGS, NO_FLAG, 0, new byte[0]);
    return peer;
  }

  /// Reads up to the frame that ends a request, DATA with END_STREAM; returns its stream.
  int readRequest() throws IOException {
    return readUpTo(DATA, END_STREAM);
  }

  /// Returns when the client has read all that was written so far.
  void awaitReading() throws IOException {
    write(PING, NO_FLAG, 0, new byte[Long.BYTES]);
    int _ = readUpTo(PING, ACK);
  }

  /// Reads up to a frame of `type` with exactly `flags`; returns its stream.
  private int readUpTo(int type, int flags) throws IOException {
    int typeAndFlags;
    int stream;
    do {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      typeAndFlags = in.readUnsignedShort();
      stream = in.readInt();
      in.skipNBytes(length);
    } while (typeAndFlags != (type << 8 | flags));
    return stream;
  }

  /// Answers that the server is serving.
  void answer(int stream) throws IOException {
    answer(stream, "", SERVING);
  }

  /// Answers with `message`, and `note` in the headers.
  void answer(int stream, String note, byte[] message) throws IOException {
    begin(stream, note, message);
    write(HEADERS, END_HEADERS | END_STREAM, stream, header("grpc-status", "0"));
  }

  /// Begins such an answer, and leaves out the word on how it went.
  void begin(int stream, String note, byte[] message) throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.write(0x88); // :status 200
    headers.write(header("content-type", "application/grpc"));
    headers.write(header("x-note", note));
    write(HEADERS, END_HEADERS, stream, headers.toByteArray());
    write(DATA, NO_FLAG, stream, prefixed(message));
  }

  /// As gRPC delimits messages: not compressed, and the length.
  private static byte[] prefixed(byte[] message) {
    return ByteBuffer.allocate(1 + Integer.BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /// Retires the connection: streams after `lastStream` are not processed.
  void goAway(int lastStream) throws IOException {
    byte[] noError = ByteBuffer.allocate(2 * Integer.BYTES).putInt(lastStream).array();
    write(GOAWAY, NO_FLAG, 0, noError);
  }

  /// Ends `stream` with REFUSED_STREAM: it was not processed.
  void refuse(int stream) throws IOException {
    write(RST_STREAM, NO_FLAG, stream, new byte[] {0, 0, 0, 7});
  }

  /// Ends `stream` with CANCEL: it may have been processed.
  void cancel(int stream) throws IOException {
    write(RST_STREAM, NO_FLAG, stream, new byte[] {0, 0, 0, 8});
  }

  /// Writes a frame, given in hexadecimal digits, again and again.
  void write(String frame, int times) throws IOException {
    out.write(HexFormat.of().parseHex(frame.repeat(times)));
  }

  private void write(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  /// A header field as a literal that is never indexed (RFC 7541, section 6.2.3).
  private static byte[] header(String name, String value) throws IOException {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(0x10);
    text(field, name);
    text(field, value);
    return field.toByteArray();
  }

  /// A length that does not fit into seven bits goes on in groups of seven (RFC 7541, section 5.1).
  private static void text(ByteArrayOutputStream field, String text) throws IOException {
    int more = text.length() - 0x7f;
    field.write(Math.min(text.length(), 0x7f));
    for (; more >= 0x80; more >>= 7) {
      field.write(0x80 | (more & 0x7f));
    }
    if (text.length() >= 0x7f) {
      field.write(more);
    }
    field.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
