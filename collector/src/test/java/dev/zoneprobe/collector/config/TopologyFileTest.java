// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopologyFileTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("topology.yaml"), text);
  }

  @Test
  void tellsAddressesAndHosts() throws IOException {
    Path file =
        file(
            """
            nodes:
              - node: n1
                zone: zone-a
                host: 10.0.0.1
                grpc: 9000
                region: region-1
                instanceType: large
                cpu: 3.92
                memory: 15GiB
                kernel: 6.1.0-test
              - {node: n2, zone: zone-b, host: n2.test}
            """);

    Topology topology = TopologyFile.read(file);

    assertThat(topology.peers())
        .containsExactly(
            new Peer("n1", "zone-a", "10.0.0.1", new Peer.Ports(8780, 9000, 8782)),
            new Peer("n2", "zone-b", "n2.test", new Peer.Ports(8780, 8781, 8782)));
    assertThat(topology.host("n1"))
        .contains(
            new HostFacts(
                Optional.of("zone-a"),
                Optional.of("region-1"),
                Optional.of("large"),
                Optional.of("6.1.0-test"),
                Optional.of(3.92),
                Optional.of(15L << 30)));
    assertThat(topology.host("n2")).map(HostFacts::zone).contains(Optional.of("zone-b"));
  }

  @Test
  void isRefusedWithAllItsMistakes() throws IOException {
    Path file =
        file(
            """
            nodes:
              - {node: n1, zone: zone-a, host: a, cpu: many, memory: 5}
              - {node: n1, host: b, size: 3}
            """);

    assertThatThrownBy(() -> TopologyFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "topology.yaml:2: nodes[0].cpu: \"many\": not a number of cores",
            "topology.yaml:2: nodes[0].memory: \"5\": not a size such as 512KiB or 8MiB",
            "topology.yaml:3: nodes[1].zone: is missing",
            "topology.yaml:3: nodes[1].size: unknown key");
  }

  @Test
  void isRefusedIfItWasCutOff() throws IOException {
    Path file = file("");

    assertThatThrownBy(() -> TopologyFile.read(file)).hasMessage(file + ":1: nodes: names no node");
  }

  @Test
  void isReadWithTheSettingsThatNameIt() throws IOException, InvalidSettingsException {
    Path file = file("nodes: [{node: n1, zone: zone-a, host: a}]");

    TopologySettings read = settings("topology: {file: \"" + file + "\"}").topology();

    assertThat(read.first().peers()).extracting(Peer::node).containsExactly("n1");
    assertThat(read.file()).contains(file);
  }

  @Test
  void isTheOnlySourceThereMayBe() throws IOException {
    Path file = file("nodes: [{node: n1, zone: zone-a, host: a}]");

    assertThatThrownBy(() ->
            settings(
                """
                topology: {file: "%s", kubernetes: {}}
                peers: [{node: n1, zone: zone-a, host: a}]
                """
                    .formatted(file)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll(
            "topology.file: \"" + file + "\": Kubernetes tells it already (topology.kubernetes)",
            "peers: Kubernetes tells them already (topology.kubernetes)",
            "peers: a file tells them already (topology.file)");
  }

  private static CollectorSettings settings(String text) throws InvalidSettingsException {
    return SettingsFile.parse("collector.yaml", text, CollectorFile::settings);
  }
}
