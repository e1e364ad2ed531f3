// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What happened since the last cut.
///
/// Only the wiring comes in: attempts go in at one end, interval snapshots come out at the other.
@NullMarked
package dev.zoneprobe.agent.record;

import org.jspecify.annotations.NullMarked;
