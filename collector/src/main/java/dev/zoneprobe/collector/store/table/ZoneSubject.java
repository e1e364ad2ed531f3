// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.measure.Subject;

/// A subject as agents of one zone see it, whoever looks after it: what sums are kept for.
public record ZoneSubject(String sourceZone, Subject subject) {
  /// Leaves the owner out.
  public ZoneSubject {
    subject =
        new Subject(
            subject.destinationZone(), subject.target(), subject.protocol(), Subject.Owner.NONE);
  }
}
