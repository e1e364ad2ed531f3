// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import dev.zoneprobe.agent.report.backlog.Backlog.Parcel;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What leaves a backlog, and what is in it.
final class Parcels {
  private Parcels() {}

  static List<Parcel> sendAll(Backlog backlog, StoreId store) {
    List<Parcel> parcels = new ArrayList<>();
    Optional<Parcel> next = backlog.nextUnsent(store);
    while (next.isPresent()) {
      parcels.add(next.get());
      next = backlog.nextUnsent(store);
    }
    return parcels;
  }

  static List<Long> firsts(List<Parcel> parcels) {
    return parcels.stream().map(parcel -> parcel.cuts().first()).toList();
  }

  static SnapshotFrame frame(Parcel parcel) {
    try {
      return SnapshotFrame.parseFrom(parcel.message());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long attemptsIn(List<Parcel> parcels) throws InvalidFrameException {
    long attempts = 0;
    for (Parcel parcel : parcels) {
      attempts +=
          new SnapshotDecoder(FrameLimits.DEFAULT)
              .decode(frame(parcel)).subjects().stream()
                  .mapToLong(subject -> subject.counts().ended())
                  .sum();
    }
    return attempts;
  }
}
