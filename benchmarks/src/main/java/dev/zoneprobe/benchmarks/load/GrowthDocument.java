// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The table of a growing fleet as a document that nobody types by hand.
///
/// @param arguments of the command
/// @param surroundings that the figures come from
record GrowthDocument(String arguments, String surroundings) {
  private static final Path PLACE = Path.of("docs/results/load.md");

  /// Writes it into the checkout at `root`, and returns where.
  Path write(Path root, List<Figures> runs) throws IOException {
    return Files.writeString(root.resolve(PLACE), text(runs));
  }

  private String text(List<Figures> runs) {
    return """
    # What simulated agents cost one collector

    Written by `./bench load %s`; %s.

    %s%s

    CPU is user and system time of the collector's process for each second that was measured, scrapes every 15 s included. The wire is
    what TCP carried to the collector, without its own headers. A receipt's time counts from the moment at which the snapshot was due.
    Scrapes are the median of five, under load, and their bytes those before compression. Series are histograms of durations, samples
    the lines of the text format. Lost and doubled are samples: every series is compared with the receipts, and what is stored whose receipt
    did not come before the run ended is in `doubled`, so that column says something only where all receipts came. `·` means that there are
    too few snapshots to tell.
    """
        .formatted(
            arguments,
            surroundings,
            Table.HEAD,
            runs.stream().map(Table::line).collect(Collectors.joining("\n")));
  }
}
