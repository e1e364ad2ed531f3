// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.plausibility.FrameReader;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;

/// Reads frames as [FrameReader] does, and gives back the memory that they took while they arrived.
///
/// What is no frame becomes an empty one, which is none either: for an exception, gRPC would write
/// a stack trace, and whoever sends garbage must not fill the log. Thread-safe.
public final class FrameMarshaller implements MethodDescriptor.Marshaller<SnapshotFrame> {
  /// What bytes that are no frame are read as.
  public static final SnapshotFrame UNREADABLE = SnapshotFrame.getDefaultInstance();

  @Override
  public SnapshotFrame parse(InputStream bytes) {
    try {
      return FrameReader.read(bytes);
    } catch (InvalidFrameException | IOException e) {
      return UNREADABLE;
    } finally {
      ArrivingFrames.read();
    }
  }

  @Override
  public InputStream stream(SnapshotFrame frame) {
    return frame.toByteString().newInput();
  }
}
