// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Edges by indexes of nodes: what a graph of peers is drafted from, completed for small zones and
/// levelled within zones.
@NullMarked
package dev.zoneprobe.collector.plan.graph.edge;

import org.jspecify.annotations.NullMarked;
