// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What survives a restart of the collector: the sums of all routes, the agents' sequence numbers
/// and a day of history, in one SQLite file; and the group commit that every snapshot goes through.
///
/// The wiring comes in, and whoever reads history.
@NullMarked
package dev.zoneprobe.collector.store;

import org.jspecify.annotations.NullMarked;
