// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.condition.Conditions;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.QuestionReader;
import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.node.NodeSums;
import dev.zoneprobe.collector.store.GroupCommit;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.telemetry.BuildVersion;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.collector.web.replica.OwnView;
import dev.zoneprobe.collector.web.replica.ReplicaPages;
import dev.zoneprobe.collector.web.replica.Replicas;
import dev.zoneprobe.collector.web.view.SystemView;
import dev.zoneprobe.collector.web.view.ViewDesk;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the page shows of the collector's parts.
record PageViews(
    Store store,
    GroupCommit commits,
    SequenceGate gate,
    ZoneMatrix matrix,
    NodeSums nodes,
    Conditions conditions,
    LiveTopology topology,
    InstantSource clock) {

  /// Answers questions, from now on.
  ///
  /// @param history of past minutes
  /// @param replicas the other collectors
  ViewDesk desk(CollectorSettings settings, History history, Optional<Replicas> replicas) {
    Instant started = clock.instant();
    SystemView system =
        new SystemView(
            () -> collector(started),
            () -> state(settings.store()),
            () -> new SystemView.PlanState(topology.now().peers().size(), topology.since()));
    return new ViewDesk(
        new ReplicaPages(new OwnView(history, this::agents, nodes), replicas),
        topology::now,
        system,
        new ViewDesk.Shown(new QuestionReader(settings.store().retention(), clock), clock));
  }

  private SystemView.CollectorState collector(Instant started) {
    @Nullable String problem = commits.problem().orElse(null);
    return new SystemView.CollectorState(BuildVersion.text(), started, problem == null, problem);
  }

  private SystemView.StoreState state(StoreSettings settings) {
    return new SystemView.StoreState(
        settings.directory().isPresent(),
        store.bytes(),
        settings.maxBytes(),
        clock.instant().minus(store.history()),
        settings.retention().toSeconds(),
        store.setAside().map(Path::toString).orElse(null));
  }

  private ClusterView.Agents agents() {
    List<ClusterView.Agent> list =
        gate.reporters().stream()
            .map(one ->
                new ClusterView.Agent(
                    one.node(),
                    one.zone(),
                    one.bootId(),
                    one.lastSequence(),
                    one.reported(),
                    one.silentFrom(),
                    conditions.of(one.node())))
            .toList();
    return new ClusterView.Agents(list, matrix.owners(), List.of());
  }
}
