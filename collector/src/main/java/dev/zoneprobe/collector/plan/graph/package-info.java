// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The graph of peers: a circle of all nodes, completed for small zones and levelled within zones.
/// [dev.zoneprobe.collector.plan.graph.PeerGraph] comes in.
@NullMarked
package dev.zoneprobe.collector.plan.graph;

import org.jspecify.annotations.NullMarked;
