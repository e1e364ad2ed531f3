// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.expose.ExposeSettings;
import dev.zoneprobe.collector.ingest.IngestSettings;
import dev.zoneprobe.collector.limit.LimitSettings;
import dev.zoneprobe.collector.merge.MergeSettings;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.web.WebSettings;

/// What the operator asked for, whole and checked. Immutable.
///
/// @param maxAttempts how many attempts are kept whole
public record CollectorSettings(
    IngestSettings ingest,
    WebSettings web,
    MergeSettings merge,
    ExposeSettings expose,
    TopologySettings topology,
    StoreSettings store,
    LimitSettings limits,
    int maxAttempts) {}
