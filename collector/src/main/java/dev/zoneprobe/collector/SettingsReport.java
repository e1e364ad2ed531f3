// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.plan.PlanSettings;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesSettings;
import dev.zoneprobe.settings.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Settings, as they were understood, for a person at a terminal.
final class SettingsReport {
  private SettingsReport() {}

  static List<String> lines(CollectorSettings settings) {
    List<String> lines = new ArrayList<>();
    lines.addAll(OpenPorts.lines(settings));
    lines.add(
        "exact quantiles    "
            + joined(settings.expose().quantiles())
            + " over "
            + Quantity.text(settings.expose().window()));
    lines.add("native histograms  schema " + settings.merge().schema());
    lines.add("classic bounds     " + joined(settings.merge().bounds()) + " seconds");
    lines.add(
        "limits             "
            + settings.limits().series()
            + " series, "
            + settings.limits().zones()
            + " zones, "
            + settings.limits().targets()
            + " targets, "
            + settings.ingest().maxAgents()
            + " agents, "
            + settings.maxAttempts()
            + " attempts kept whole");
    lines.add("store              " + text(settings.store()));
    lines.add("plan               " + text(settings.topology().plan()));
    settings
        .topology()
        .kubernetes()
        .ifPresent(watched -> lines.add("topology           " + text(watched)));
    settings.topology().file().ifPresent(file -> lines.add("topology           file " + file));
    lines.addAll(peers(settings.topology().first()));
    return lines;
  }

  private static List<String> peers(Topology fixed) {
    List<Peer> peers = fixed.peers();
    if (peers.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "peers              %d in %d zones".formatted(peers.size(), fixed.nodesByZone().size()));
    peers.forEach(peer -> lines.add("  " + text(peer)));
    return lines;
  }

  private static String text(StoreSettings store) {
    return store
        .directory()
        .map(directory ->
            "%s, up to %s and %s of history"
                .formatted(
                    directory, Quantity.text(store.maxBytes()), Quantity.text(store.retention())))
        .orElse("in memory only: all is gone with the process");
  }

  private static String text(PlanSettings plan) {
    return "%d peers a node, %d edges a pair of zones, at most %d peers a node and %d edges"
        .formatted(
            plan.graph().peersPerNode(),
            plan.graph().edgesPerZonePair(),
            plan.graph().mostPeersPerNode(),
            plan.graph().mostEdges());
  }

  private static String text(KubernetesSettings watched) {
    return "EndpointSlices of the Service %s in %s%s"
        .formatted(
            watched.service(),
            watched.namespace().map(name -> "namespace " + name).orElse("this pod's namespace"),
            watched.nodes() ? ", and Nodes" : "");
  }

  private static String text(Peer peer) {
    return "%s in %s: %s, http %d, grpc %d, tcp %d"
        .formatted(
            peer.node(),
            peer.zone(),
            peer.host(),
            peer.ports().http(),
            peer.ports().grpc(),
            peer.ports().tcp());
  }

  private static String joined(List<Double> numbers) {
    return numbers.stream().map(SettingsReport::plain).collect(Collectors.joining(" "));
  }

  /// Without an exponent.
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
