// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.sum;

import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Adds frames as [IntervalSnapshot#plus] adds snapshots.
///
/// Histograms take several times as much memory unpacked as in a frame. So the sum is made subject
/// by subject, and only those of one are unpacked at a time. Thread-safe.
public final class FrameSum {
  private static final SnapshotDecoder DECODER = new SnapshotDecoder(FrameLimits.DEFAULT);

  private FrameSum() {}

  /// The frame of both snapshots as one; `next` was cut right after `first`. It may be larger than
  /// a message, or beyond the limits of a frame.
  ///
  /// @throws IllegalArgumentException if one of them cannot be decoded, or if `next` comes from
  ///   elsewhere or does not follow
  public static SnapshotFrame of(SnapshotFrame first, SnapshotFrame next) {
    try {
      return SnapshotEncoder.encode(
          withoutSubjects(first).plus(withoutSubjects(next)), sums(first, next));
    } catch (InvalidFrameException e) {
      throw new IllegalArgumentException("a frame cannot be decoded", e);
    }
  }

  private static IntervalSnapshot withoutSubjects(SnapshotFrame frame)
      throws InvalidFrameException {
    return DECODER.decode(frame.toBuilder().clearSubjects().build());
  }

  private static List<Supplier<SubjectInterval>> sums(SnapshotFrame first, SnapshotFrame next)
      throws InvalidFrameException {
    Map<Subject, List<SubjectFrame>> parts = new LinkedHashMap<>();
    for (SnapshotFrame frame : List.of(first, next)) {
      for (SubjectFrame part : frame.getSubjectsList()) {
        parts.computeIfAbsent(DECODER.subject(part), _ -> new ArrayList<>(2)).add(part);
      }
    }
    return parts.values().stream()
        .<Supplier<SubjectInterval>>map(ofSubject -> () -> sum(ofSubject))
        .toList();
  }

  private static SubjectInterval sum(List<SubjectFrame> parts) {
    return parts.stream().map(FrameSum::interval).reduce(SubjectInterval::plus).orElseThrow();
  }

  private static SubjectInterval interval(SubjectFrame part) {
    try {
      return DECODER.interval(part);
    } catch (InvalidFrameException e) {
      throw new IllegalArgumentException("a frame cannot be decoded", e);
    }
  }
}
