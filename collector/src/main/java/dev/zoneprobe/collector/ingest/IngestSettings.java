// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import java.net.InetSocketAddress;

/// Where agents report.
///
/// @param address port 0 lets the system choose one
/// @param maxAgents how many agents are remembered at a time
/// @param maxConnections how many connections agents may have open
public record IngestSettings(InetSocketAddress address, int maxAgents, int maxConnections) {}
