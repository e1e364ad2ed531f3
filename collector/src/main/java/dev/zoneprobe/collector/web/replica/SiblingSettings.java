// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.time.Duration;
import java.util.Optional;

/// Where the other collectors are.
///
/// @param host whose addresses are those of all collectors; this one may be among them
/// @param port that they answer HTTP on
/// @param timeout after which one that does not answer is left out; longer for long windows
public record SiblingSettings(String host, int port, Duration timeout) {
  /// A browser asks again after 20 s, and a view asks for two windows.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// How long one may take for its part of `window`: a second more for each hour.
  Duration patience(Duration window) {
    Duration patience = timeout.plusSeconds(window.toHours());
    Duration longest = timeout.compareTo(LONGEST) > 0 ? timeout : LONGEST;
    return patience.compareTo(longest) > 0 ? longest : patience;
  }

  /// Reads the section `web.siblings`; absent if there is none.
  public static Optional<SiblingSettings> read(Section section) {
    int port = section.integer("port", 8791, Range.PORT);
    Duration timeout =
        section.duration(
            "timeout",
            Duration.ofSeconds(2),
            new Range<>(Duration.ofMillis(100), Duration.ofSeconds(30)));
    return section
        .optional("host", text -> text)
        .map(host -> new SiblingSettings(host, port, timeout));
  }
}
