// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.agent.FleetSettings;
import dev.zoneprobe.benchmarks.load.snapshot.Repertoire;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.terminal.HelpText;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/// What simulated agents are like.
final class AgentOptions {
  @Option(
      names = "--zones",
      paramLabel = "N",
      defaultValue = "9",
      description = "Zones that the agents' nodes are spread over" + HelpText.DEFAULT)
  private int zones;

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Series in a snapshot, at most: peers in all zones over TCP, HTTP and gRPC, then HTTPS "
              + "targets"
              + HelpText.DEFAULT)
  private int series;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "60",
      description = "Samples in each series of a snapshot" + HelpText.DEFAULT)
  private int samples;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Between two snapshots of an agent" + HelpText.DEFAULT)
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--agents-on-a-connection",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many simulated agents share a TCP connection, 1 to 8; real ones have one each"
              + HelpText.DEFAULT)
  private int agentsOnAConnection;

  /// @throws IllegalArgumentException naming what is out of range
  FleetSettings fleet(int agents) {
    return new FleetSettings(agents, zoneNames(), interval, agentsOnAConnection);
  }

  /// @throws IllegalArgumentException naming what is out of range
  SnapshotPress press() {
    return new SnapshotPress(Repertoire.of(zoneNames(), series), samples, interval);
  }

  private List<String> zoneNames() {
    return IntStream.rangeClosed(1, zones).mapToObj(zone -> "load-zone-" + zone).toList();
  }
}
