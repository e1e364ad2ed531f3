// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.agent.report.replica.CollectorName;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where snapshots go, how often one is cut, and how many bytes of them may wait.
///
/// @param collectors at least one
/// @param stateDirectory where snapshots outlive the process; empty: they do not
public record ReportSettings(
    List<CollectorName> collectors,
    Duration interval,
    long backlogBytes,
    Optional<Path> stateDirectory) {

  /// Copies the list.
  public ReportSettings {
    collectors = List.copyOf(collectors);
  }

  /// Reads the section `collector`.
  public static ReportSettings read(Section section) {
    return new ReportSettings(
        section.required("address", CollectorName::list).orElse(List.of()),
        section.duration(
            "interval",
            Duration.ofSeconds(10),
            new Range<>(Duration.ofSeconds(1), Duration.ofMinutes(5))),
        section.bytes("backlog", 8L << 20, new Range<>(64L << 10, 1L << 30)),
        section.file("stateDirectory"));
  }

  /// The collectors as a file names them.
  public String address() {
    return collectors.stream().map(CollectorName::toString).collect(Collectors.joining(", "));
  }
}
