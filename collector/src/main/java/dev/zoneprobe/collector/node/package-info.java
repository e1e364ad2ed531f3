// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What each node saw of others and others of it in the last ten minutes: sums by node, of which
/// there are as many as nodes, not as pairs of them.
///
/// Snapshots go in at one end, `page` answers questions at the other. Only the wiring knows both.
@NullMarked
package dev.zoneprobe.collector.node;

import org.jspecify.annotations.NullMarked;
