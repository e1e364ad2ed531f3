// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Just enough of HTTP/2 (RFC 9113) to answer `grpc.health.v1` with `SERVING`: each frame is
/// written alone, so that there is something to delay between them.
record Http2(Delay delay) implements StagedServer.Language {
  private static final int PREFACE_LENGTH = 24;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  /// A gRPC message (not compressed, 2 bytes) whose field 1 is 1.
  private static final byte[] SERVING = {0, 0, 0, 0, 2, 8, 1};

  /// What stands before the payload of a frame.
  private record Frame(int type, int flags, int stream) {
    /// Writes all of it at once: it is one segment on the wire.
    void write(byte[] payload, OutputStream out) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream frame = new DataOutputStream(bytes);
      frame.writeByte(payload.length >> 16);
      frame.writeShort(payload.length);
      frame.writeByte(type);
      frame.writeByte(flags);
      frame.writeInt(stream);
      frame.write(payload);
      out.write(bytes.toByteArray());
    }
  }

  @Override
  public String applicationProtocol() {
    return "h2";
  }

  @Override
  public void speak(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    OutputStream out = connection.getOutputStream();
    in.skipNBytes(PREFACE_LENGTH);
    delay.pass(Stage.HTTP2_SETTINGS);
    new Frame(SETTINGS, 0, 0).write(new byte[0], out);
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt());
      byte[] payload = in.readNBytes(length);
      if (frame.flags == 0 && frame.type == SETTINGS) {
        new Frame(SETTINGS, ACK, 0).write(new byte[0], out);
      } else if (frame.flags == 0 && frame.type == PING) {
        new Frame(PING, ACK, 0).write(payload, out);
      } else if (frame.flags == END_STREAM && frame.type == DATA) {
        answer(frame.stream, out);
      }
    }
  }

  private void answer(int stream, OutputStream out) throws IOException {
    delay.pass(Stage.FIRST_BYTE);
    new Frame(HEADERS, END_HEADERS, stream).write(head(), out);
    delay.pass(Stage.BODY);
    new Frame(DATA, 0, stream).write(SERVING, out);
    new Frame(HEADERS, END_HEADERS | END_STREAM, stream).write(trailers(), out);
  }

  /// HPACK (RFC 7541): `:status 200` from the static table, and a content type.
  private static byte[] head() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x88);
    writeField(block, "content-type", "application/grpc");
    return block.toByteArray();
  }

  private static byte[] trailers() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    writeField(block, "grpc-status", "0");
    return block.toByteArray();
  }

  /// A literal field with a new name, not indexed.
  private static void writeField(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    for (String text : new String[] {name, value}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
