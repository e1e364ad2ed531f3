// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.expose.ExposeSettings;
import dev.zoneprobe.collector.ingest.IngestSettings;
import dev.zoneprobe.collector.limit.LimitSettings;
import dev.zoneprobe.collector.merge.MergeSettings;
import dev.zoneprobe.collector.plan.PlanSettings;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesSettings;
import dev.zoneprobe.collector.web.WebSettings;
import java.util.Optional;

/// What the operator asked for, whole and checked. Immutable.
///
/// @param topology what the file itself says
/// @param kubernetes what tells the topology instead, if anything does
/// @param maxAttempts how many attempts are kept whole
public record CollectorSettings(
    IngestSettings ingest,
    WebSettings web,
    MergeSettings merge,
    ExposeSettings expose,
    Topology topology,
    Optional<KubernetesSettings> kubernetes,
    PlanSettings plan,
    StoreSettings store,
    LimitSettings limits,
    int maxAttempts) {}
