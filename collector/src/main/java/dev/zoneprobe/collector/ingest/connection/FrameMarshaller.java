// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import dev.zoneprobe.collector.ingest.memory.ArrivingFrames;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.plausibility.FrameReader;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;

/// Reads frames as [FrameReader] does, and gives back the memory that they took while they arrived.
/// Thread-safe.
public final class FrameMarshaller implements MethodDescriptor.Marshaller<Arrived<SnapshotFrame>> {
  @Override
  public Arrived<SnapshotFrame> parse(InputStream bytes) {
    try {
      return new Arrived.Read<>(FrameReader.read(bytes));
    } catch (InvalidFrameException e) {
      return new Arrived.Unreadable<>(e);
    } catch (IOException _) {
      return new Arrived.Unreadable<>(
          new InvalidFrameException(Reason.UNREADABLE, "not a snapshot"));
    } finally {
      ArrivingFrames.read();
    }
  }

  @Override
  public InputStream stream(Arrived<SnapshotFrame> frame) {
    throw new UnsupportedOperationException("a collector sends no frames");
  }
}
