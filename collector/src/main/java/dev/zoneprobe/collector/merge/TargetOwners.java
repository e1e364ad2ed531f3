// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.Subject.Owner;
import java.util.Map;
import java.util.TreeMap;

/// Who looks after each target, as the last report about it said. Not thread-safe.
final class TargetOwners {
  /// How many targets' owners are kept.
  static final int LIMIT = 10_000;

  private final Map<ZoneMatrix.Owned, Owner> owners = new TreeMap<>();
  private long refused;

  void take(Subject subject) {
    take(new ZoneMatrix.Owned(subject.target(), subject.protocol()), subject.owner());
  }

  private void take(ZoneMatrix.Owned owned, Owner owner) {
    if (owner.equals(Owner.NONE)) {
      owners.remove(owned);
    } else if (owners.containsKey(owned) || owners.size() < LIMIT) {
      owners.put(owned, owner);
    } else {
      refused++;
    }
  }

  Map<ZoneMatrix.Owned, Owner> copy() {
    return new TreeMap<>(owners);
  }

  long refused() {
    return refused;
  }
}
