// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.time.Duration;
import java.util.regex.Pattern;

/// Where snapshots go, how often one is cut, and how many bytes of them may wait.
///
/// @param address `host:port` of the collector
public record ReportSettings(String address, Duration interval, long backlogBytes) {
  private static final Pattern ADDRESS = Pattern.compile("([^:\\s]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}");

  /// Reads the section `collector`.
  public static ReportSettings read(Section section) {
    return new ReportSettings(
        section.required("address", ReportSettings::address).orElse(""),
        section.duration(
            "interval",
            Duration.ofSeconds(10),
            new Range<>(Duration.ofSeconds(1), Duration.ofMinutes(5))),
        section.bytes("backlog", 8L << 20, new Range<>(64L << 10, 1L << 30)));
  }

  private static String address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException("expected host:port");
    }
    Range.PORT.checked(Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)));
    return text;
  }
}
