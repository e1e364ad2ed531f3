// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.QuestionReader;
import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.store.GroupCommit;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.telemetry.BuildVersion;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.web.view.SystemView;
import dev.zoneprobe.collector.web.view.ViewPages;
import dev.zoneprobe.collector.web.view.Views;
import dev.zoneprobe.collector.web.view.part.ZoneList;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page shows of the collector's parts.
record PageViews(
    Store store,
    GroupCommit commits,
    SequenceGate gate,
    ZoneMatrix matrix,
    LiveTopology topology,
    InstantSource clock) {

  /// The pages, from now on.
  ///
  /// @param lately an agent that has not reported for as long is silent
  ViewPages pages(CollectorSettings settings, Duration lately) {
    Instant started = clock.instant();
    ZoneList zones = new ZoneList(topology::now, () -> gate.reportingByZone(lately));
    SystemView system =
        new SystemView(
            () -> collector(started),
            () -> state(settings.store()),
            this::agents,
            () -> new SystemView.PlanState(topology.now().peers().size(), topology.since()));
    return new ViewPages(
        new QuestionReader(settings.store().retention(), clock),
        new Views(new History(store), zones, matrix::owners, system),
        clock);
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

  private List<SystemView.AgentState> agents() {
    return gate.reporters().stream()
        .map(one ->
            new SystemView.AgentState(
                one.node(), one.zone(), one.bootId(), one.lastSequence(), one.reported()))
        .toList();
  }
}
