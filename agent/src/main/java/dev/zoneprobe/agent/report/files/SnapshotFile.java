// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.zoneprobe.agent.report.backlog.Cuts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A snapshot in a file: the CRC-32C of the frame, 4 bytes, big end first; then the frame.
final class SnapshotFile {
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final String node;

  /// @param node whose snapshots are read; those of others are refused
  SnapshotFile(String node) {
    this.node = node;
  }

  /// Writes a serialized frame, of which no copy is made.
  static void write(Path path, ByteString message) throws IOException {
    try (OutputStream file = Files.newOutputStream(path);
        InputStream bytes = message.newInput()) {
      file.write(ByteBuffer.allocate(CHECKSUM_BYTES).putInt(checksum(message)).array());
      bytes.transferTo(file);
    }
  }

  /// The frame in the file at `path`, serialized.
  ///
  /// @param expected what the file's name tells
  /// @throws IOException with what is wrong, if it cannot be read or is not what was written
  ByteString read(Path path, Cuts expected) throws IOException {
    if (Files.size(path) > CHECKSUM_BYTES + FrameLimits.MESSAGE_BYTES) {
      throw new IOException("is larger than any snapshot");
    }
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(path));
    if (content.remaining() < CHECKSUM_BYTES) {
      throw new IOException("is too short");
    }
    int checksum = content.getInt();
    ByteString message = UnsafeByteOperations.unsafeWrap(content); // nobody else has it
    if (checksum != checksum(message)) {
      throw new IOException("is damaged");
    }
    check(message, expected);
    return message;
  }

  private void check(ByteString message, Cuts expected) throws IOException {
    IntervalSnapshot snapshot = besideSubjects(SnapshotFrame.parseFrom(message));
    if (!snapshot.source().node().equals(node)) {
      throw new IOException("is of node " + snapshot.source().node());
    }
    if (!snapshot.source().bootId().equals(expected.boot().id())
        || snapshot.span().firstSequence() != expected.first()
        || snapshot.span().lastSequence() != expected.last()) {
      throw new IOException("does not hold what its name says");
    }
  }

  private IntervalSnapshot besideSubjects(SnapshotFrame frame) throws IOException {
    try {
      return decoder.besideSubjects(frame);
    } catch (InvalidFrameException e) {
      throw new IOException("is not a valid snapshot: " + e.getMessage(), e);
    }
  }

  private static int checksum(ByteString message) {
    CRC32C sum = new CRC32C();
    sum.update(message.asReadOnlyByteBuffer());
    return (int) sum.getValue();
  }
}
