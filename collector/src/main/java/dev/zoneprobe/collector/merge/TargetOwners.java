// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.Subject.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Who looks after each target, as the last report about it said. Not thread-safe.
final class TargetOwners {
  /// The rarest attempts are an hour apart, and an agent may begin with them an hour after its
  /// predecessor ended.
  private static final Duration PRESENT = Duration.ofHours(2);

  private final Map<Owned, OwnerReport> owners = new TreeMap<>();

  void take(Subject subject, Instant now) {
    owners.put(
        new Owned(subject.target(), subject.protocol()), new OwnerReport(subject.owner(), now));
  }

  /// That nobody looks after a target is among them.
  Map<Owned, OwnerReport> copy() {
    return new TreeMap<>(owners);
  }

  /// Of the targets that somebody reported not long before `now`.
  Map<Owned, Owner> present(Instant now) {
    Instant oldest = now.minus(PRESENT);
    Map<Owned, Owner> present = new TreeMap<>();
    owners.forEach((owned, last) -> {
      if (last.reported().isAfter(oldest) && !last.owner().equals(Owner.NONE)) {
        present.put(owned, last.owner());
      }
    });
    return present;
  }

  /// Keeps the owners of these targets alone.
  void retain(Set<String> targets) {
    owners.keySet().removeIf(owned -> !targets.contains(owned.target()));
  }
}
