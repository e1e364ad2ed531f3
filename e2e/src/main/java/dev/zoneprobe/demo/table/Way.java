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
    Map<String, String> labels = new HashMap<>();
    labels.put("source_zone", sourceZone);
    labels.put("destination_zone", destinationZone);
    target.ifPresent(name -> labels.put("target", name));
    return labels;
  }
}
