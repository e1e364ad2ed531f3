// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

import dev.zoneprobe.collector.history.Minutes;
import java.time.Instant;

/// A window, and of how many of its minutes anything is known.
public record Span(Instant from, Instant until, int minutesWithData) {
  public static Span of(Minutes minutes, int known) {
    return new Span(minutes.from(), minutes.until(), known);
  }
}
