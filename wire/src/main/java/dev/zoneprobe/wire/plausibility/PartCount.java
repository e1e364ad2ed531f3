// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plausibility;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;

/// Counts the parts of a frame while they are still bytes.
///
/// Two bytes of a frame can be an empty subject, which takes more than a hundred once it is an
/// object: 4 MiB of them would take the heap of a small collector. So a large frame is walked
/// through first, and only built if it has no more parts than an honest one. Used once, by one
/// thread.
final class PartCount {
  /// Every series, subject and peer with a few parts of its own, and every attempt with a dozen.
  static final int MOST_PARTS =
      4
              * (FrameLimits.DEFAULT.series()
                  + FrameLimits.DEFAULT.subjects()
                  + FrameLimits.DEFAULT.peers())
          + 12 * FrameLimits.DEFAULT.attempts();

  /// What is smaller than this cannot become large.
  static final int SMALL_BYTES = 256 << 10;

  private int parts;

  private PartCount() {}

  /// Lets a frame pass that may be built.
  ///
  /// @throws InvalidFrameException if it has too many parts
  /// @throws IOException if it is not protobuf
  static void check(byte[] frame) throws InvalidFrameException, IOException {
    if (frame.length > SMALL_BYTES) {
      new PartCount().walk(CodedInputStream.newInstance(frame), SnapshotFrame.getDescriptor());
    }
  }

  private void walk(CodedInputStream bytes, Descriptor message)
      throws InvalidFrameException, IOException {
    for (int tag = bytes.readTag(); tag != 0; tag = bytes.readTag()) {
      FieldDescriptor field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean isPart = field != null && isPart(field);
      if (isPart && ++parts > MOST_PARTS) {
        throw new InvalidFrameException(
            Reason.TOO_MANY_PARTS, "more than " + MOST_PARTS + " parts in one frame");
      }
      if (isPart
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int outer = bytes.pushLimit(bytes.readRawVarint32());
        walk(bytes, field.getMessageType());
        bytes.popLimit(outer);
      } else {
        bytes.skipField(tag);
      }
    }
  }

  private static boolean isPart(FieldDescriptor field) {
    return field.isRepeated() || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }
}
