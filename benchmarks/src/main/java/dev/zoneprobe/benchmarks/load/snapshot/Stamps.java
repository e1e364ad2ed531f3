// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.ExemplarFrame;
import dev.zoneprobe.wire.proto.SeriesFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Where in the bytes of a subject's frame the ids and the moments of attempts stand, those of
/// exemplars included: what no two snapshots of an agent have in common, and what can be written
/// over without moving anything else.
///
/// Ids are eight bytes. Moments of this century take six, in groups of seven bits, least
/// significant first (protobuf's varint). Immutable.
final class Stamps {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MOMENT_BYTES = 6;
  private static final int MORE = 0x80;

  private record Stamp(int at, long value) {}

  private final List<Stamp> ids = new ArrayList<>();
  private final List<Stamp> moments = new ArrayList<>();

  private Stamps() {}

  /// Those of an encoded [SubjectFrame].
  static Stamps in(byte[] subject) {
    Stamps stamps = new Stamps();
    try {
      stamps.readSubject(CodedInputStream.newInstance(subject));
    } catch (IOException e) {
      throw new IllegalArgumentException("not the bytes of a subject", e);
    }
    return stamps;
  }

  private void readSubject(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case SubjectFrame.SERIES_FIELD_NUMBER -> within(in, this::readSeries);
        case SubjectFrame.ATTEMPTS_FIELD_NUMBER ->
            within(
                in,
                it ->
                    readStamped(
                        it,
                        AttemptFrame.ID_FIELD_NUMBER,
                        AttemptFrame.BEGUN_UNIX_MILLIS_FIELD_NUMBER));
        default -> in.skipField(tag);
      }
    }
  }

  private void readSeries(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == SeriesFrame.EXEMPLAR_FIELD_NUMBER) {
        within(
            in,
            it ->
                readStamped(
                    it,
                    ExemplarFrame.ATTEMPT_ID_FIELD_NUMBER,
                    ExemplarFrame.UNIX_MILLIS_FIELD_NUMBER));
      } else {
        in.skipField(tag);
      }
    }
  }

  private void readStamped(CodedInputStream in, int id, int moment) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      int at = in.getTotalBytesRead();
      if (field == id) {
        ids.add(new Stamp(at, in.readFixed64()));
      } else if (field == moment) {
        moments.add(new Stamp(at, in.readUInt64()));
      } else {
        in.skipField(tag);
      }
    }
  }

  @FunctionalInterface
  private interface Reading {
    void read(CodedInputStream in) throws IOException;
  }

  private static void within(CodedInputStream in, Reading message) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    message.read(in);
    in.popLimit(outer);
  }

  /// Writes over a copy of the subject that begins at `start`.
  ///
  /// @param salt is mixed into every id
  /// @param laterMillis is added to every moment
  void write(byte[] copy, int start, long salt, long laterMillis) {
    for (Stamp id : ids) {
      LONG.set(copy, start + id.at(), id.value() ^ salt);
    }
    for (Stamp moment : moments) {
      writeMoment(copy, start + moment.at(), moment.value() + laterMillis);
    }
  }

  private static void writeMoment(byte[] copy, int start, long millis) {
    long left = millis;
    for (int i = 0; i < MOMENT_BYTES - 1; i++) {
      copy[start + i] = (byte) (left | MORE);
      left >>>= 7;
    }
    copy[start + MOMENT_BYTES - 1] = (byte) left;
  }
}
