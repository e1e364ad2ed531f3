// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The beginnings of HTTP/2 connections whose ends never come, in the bytes of RFC 9113.
final class HalfSpoken {
  private static final byte DATA = 0;
  private static final byte HEADERS = 1;
  private static final byte SETTINGS = 4;
  private static final byte END_OF_HEADERS = 4;

  /// Of the header fields that RFC 7541, Appendix A, has numbers for.
  private static final int METHOD_POST = 0x83;

  private static final int SCHEME_HTTP = 0x86;
  private static final int LITERAL_AUTHORITY = 0x01;
  private static final int LITERAL_PATH = 0x04;
  private static final int LITERAL_NAME = 0x00;

  private HalfSpoken() {}

  /// A client that agrees to speak HTTP/2, and then says nothing.
  static byte[] greeting() {
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
    return joined(preface, frame(SETTINGS, (byte) 0, 0, new byte[0]));
  }

  /// A call with a message of `length` bytes, of which no byte is there yet.
  static byte[] call(int length) {
    byte[] prefix = ByteBuffer.allocate(5).put((byte) 0).putInt(length).array();
    return joined(
        greeting(), frame(HEADERS, END_OF_HEADERS, 1, headers()), frame(DATA, (byte) 0, 1, prefix));
  }

  /// The next byte of that message.
  static byte[] oneByte() {
    return pieces(1, 1);
  }

  /// So many bytes more of that message, several times; 16,384 at most (RFC 9113, section 4.2).
  static byte[] pieces(int count, int bytes) {
    byte[] payload = new byte[bytes];
    Arrays.fill(payload, (byte) 7);
    byte[][] pieces = new byte[count][];
    Arrays.fill(pieces, frame(DATA, (byte) 0, 1, payload));
    return joined(pieces);
  }

  private static byte[] headers() {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.write(METHOD_POST);
    fields.write(SCHEME_HTTP);
    fields.write(LITERAL_PATH);
    text(fields, "/zoneprobe.v1.Collector/Deliver");
    fields.write(LITERAL_AUTHORITY);
    text(fields, "collector");
    literal(fields, "content-type", "application/grpc");
    literal(fields, "te", "trailers");
    return fields.toByteArray();
  }

  private static void literal(ByteArrayOutputStream fields, String name, String value) {
    fields.write(LITERAL_NAME);
    text(fields, name);
    text(fields, value);
  }

  private static void text(ByteArrayOutputStream fields, String value) {
    fields.write(value.length());
    fields.writeBytes(value.getBytes(ISO_8859_1));
  }

  private static byte[] frame(byte type, byte flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putShort((short) (payload.length >> 8))
        .put((byte) payload.length)
        .put(type)
        .put(flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}
