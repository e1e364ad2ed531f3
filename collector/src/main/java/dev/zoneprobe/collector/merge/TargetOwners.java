// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.Subject.Owner;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Who looks after each target, as the last report about it said. Not thread-safe.
final class TargetOwners {
  private final Map<ZoneMatrix.Owned, Owner> owners = new TreeMap<>();

  void take(Subject subject) {
    take(new ZoneMatrix.Owned(subject.target(), subject.protocol()), subject.owner());
  }

  private void take(ZoneMatrix.Owned owned, Owner owner) {
    if (owner.equals(Owner.NONE)) {
      owners.remove(owned);
    } else {
      owners.put(owned, owner);
    }
  }

  Map<ZoneMatrix.Owned, Owner> copy() {
    return new TreeMap<>(owners);
  }

  /// Keeps the owners of these targets alone.
  void retain(Set<String> targets) {
    owners.keySet().removeIf(owned -> !targets.contains(owned.target()));
  }
}
