// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

/// How many edges a draft is to have.
///
/// @param peers edges that every node is to have, both ways, at least
/// @param mostPeers edges that no node may have more of, either way
/// @param perPair edges that every ordered pair of zones is to have, if there can be so many
public record Bounds(int peers, int mostPeers, int perPair) {}
