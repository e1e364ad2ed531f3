// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The attempts that agents told whole, as long as there is room for them.
///
/// Snapshots go in at one end; single attempts can be asked for. Only the wiring knows both sides.
@NullMarked
package dev.zoneprobe.collector.attempt;

import org.jspecify.annotations.NullMarked;
