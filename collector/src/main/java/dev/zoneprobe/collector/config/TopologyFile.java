// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.Quantity;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the file that tells all nodes outside Kubernetes, as strictly as the settings.
public final class TopologyFile {
  private static final String NODES = "nodes";
  private static final Range<BigDecimal> CORES =
      new Range<>(new BigDecimal("0.001"), new BigDecimal("100000"));

  private TopologyFile() {}

  /// Reads the file at `path`.
  ///
  /// @throws IllegalArgumentException with everything that is wrong in it, a line each
  public static Topology read(Path path) {
    try {
      return SettingsFile.read(path, TopologyFile::topology);
    } catch (InvalidSettingsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// Reads the topology from the top section of a file. One without nodes is most likely one that
  /// was cut off: it is refused.
  public static Topology topology(Section top) {
    Map<String, HostFacts> hosts = new TreeMap<>();
    List<Peer> peers =
        PeerList.read(top, NODES, (peer, node) -> hosts.put(peer.node(), facts(peer, node)));
    if (top.sections(NODES).isEmpty()) {
      top.mistake(NODES, "names no node");
    }
    return new Topology(peers, List.of(), hosts);
  }

  private static HostFacts facts(Peer peer, Section node) {
    return new HostFacts(
        Optional.of(peer.zone()),
        label(node, "region"),
        label(node, "instanceType"),
        label(node, "kernel"),
        node.optional("cpu", TopologyFile::cores),
        node.optional("memory", Quantity::bytes));
  }

  private static Optional<String> label(Section node, String key) {
    return node.optional(key, text -> Label.checked(key, text));
  }

  private static double cores(String text) {
    try {
      return CORES.checked(new BigDecimal(text)).doubleValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number of cores", e);
    }
  }
}
