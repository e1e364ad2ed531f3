// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import com.google.protobuf.CodedOutputStream;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// One subject's part of a snapshot as the bytes of its field: made by the agent's own ledger and
/// encoder from attempts that were made up. Immutable.
final class Variant {
  /// When the intervals of all variants begin, and which moments are relative to.
  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private final byte[] field;
  private final int subjectAt;
  private final Stamps stamps;

  private Variant(byte[] field, int subjectAt, Stamps stamps) {
    this.field = field;
    this.subjectAt = subjectAt;
    this.stamps = stamps;
  }

  /// One of `probings`, which have the same subject, with `samples` attempts each.
  static Variant roll(AttemptDice dice, List<Probing> probings, int samples, Duration interval) {
    LatencyLedger ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("node", "zone", "boot"), InstantSource.fixed(FROM));
    for (Probing probing : probings) {
      for (int i = 0; i < samples; i++) {
        ledger.record(dice.next(probing, FROM.plus(interval.multipliedBy(i).dividedBy(samples))));
      }
    }
    SubjectFrame subject = SnapshotEncoder.encode(ledger.cut()).getSubjects(0);
    byte[] field = new byte[fieldSize(subject)];
    try {
      CodedOutputStream.newInstance(field)
          .writeMessage(SnapshotFrame.SUBJECTS_FIELD_NUMBER, subject);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Variant(
        field, field.length - subject.getSerializedSize(), Stamps.in(subject.toByteArray()));
  }

  private static int fieldSize(SubjectFrame subject) {
    return CodedOutputStream.computeMessageSize(SnapshotFrame.SUBJECTS_FIELD_NUMBER, subject);
  }

  int bytes() {
    return field.length;
  }

  /// Copies it to `start`, with ids and moments of its own.
  void write(byte[] frame, int start, long salt, long laterMillis) {
    System.arraycopy(field, 0, frame, start, field.length);
    stamps.write(frame, start + subjectAt, salt, laterMillis);
  }
}
