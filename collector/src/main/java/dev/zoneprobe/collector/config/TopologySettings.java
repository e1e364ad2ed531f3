// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.plan.PlanSettings;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesSettings;
import java.util.Optional;

/// Who there is, and how many of them are probed. Immutable.
///
/// @param fixed what the file itself says
/// @param kubernetes what tells it instead, if anything does
public record TopologySettings(
    Topology fixed, Optional<KubernetesSettings> kubernetes, PlanSettings plan) {}
