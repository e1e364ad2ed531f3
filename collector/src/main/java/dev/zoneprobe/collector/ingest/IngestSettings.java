// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.trust.EntranceSettings;

/// Where agents report, who is let in, and how many.
///
/// @param maxAgents how many agents are remembered at a time
/// @param maxConnections how many connections agents may have open
public record IngestSettings(EntranceSettings entrance, int maxAgents, int maxConnections) {}
