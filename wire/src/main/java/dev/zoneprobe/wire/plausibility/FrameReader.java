// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plausibility;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.io.InputStream;

/// Reads frames that came over the network, so that what they become in memory is bounded: a few
/// times their size, whatever their bytes are. Fields that nobody here knows are left out.
/// Thread-safe.
public final class FrameReader {
  private static final Parser<SnapshotFrame> PARSER =
      DiscardUnknownFieldsParser.wrap(SnapshotFrame.parser());

  private FrameReader() {}

  /// The frame that `bytes` hold, up to their end.
  ///
  /// @throws InvalidFrameException if it has more parts than any honest one
  /// @throws IOException if it is not protobuf, or cannot be read
  public static SnapshotFrame read(InputStream bytes) throws InvalidFrameException, IOException {
    byte[] frame = bytes.readAllBytes();
    PartCount.check(frame);
    return PARSER.parseFrom(frame);
  }
}
