// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import java.util.Comparator;

/// What one zone measures of one target: the part of a series' identity that all its slices share.
public record Route(String sourceZone, String destinationZone, String target, Protocol protocol)
    implements Comparable<Route> {
  private static final Comparator<Route> ORDER =
      Comparator.comparing(Route::sourceZone)
          .thenComparing(Route::destinationZone)
          .thenComparing(Route::target)
          .thenComparing(Route::protocol);

  /// What agents of `sourceZone` measure of `subject`.
  public static Route of(String sourceZone, Subject subject) {
    return new Route(sourceZone, subject.destinationZone(), subject.target(), subject.protocol());
  }

  @Override
  public int compareTo(Route other) {
    return ORDER.compare(this, other);
  }
}
