// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// From where to where was probed.
///
/// @param target only attempts on this target; absent: all between the two zones
record Way(String sourceZone, String destinationZone, Optional<String> target) {
  /// The labels that select it.
  Map<String, String> labels() {
    Map<String, String> zones =
        Map.of("source_zone", sourceZone, "destination_zone", destinationZone);
    return target.map(name -> with(zones, "target", name)).orElse(zones);
  }

  static Map<String, String> with(Map<String, String> labels, String label, String value) {
    Map<String, String> more = new HashMap<>(labels);
    more.put(label, value);
    return more;
  }
}
