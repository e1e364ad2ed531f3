// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Past;
import java.time.Instant;
import java.util.List;

/// A window, and how much of it is known.
///
/// @param minutesWithData of how many minutes anything is known
/// @param missing collectors whose part is not in it, and why
public record Span(Instant from, Instant until, int minutesWithData, List<String> missing) {
  public static Span of(Minutes minutes, Past.Known known) {
    return new Span(
        minutes.from(), minutes.until(), known.minutes().cardinality(), known.missing());
  }
}
