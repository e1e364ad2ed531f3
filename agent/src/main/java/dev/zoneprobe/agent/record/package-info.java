// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What happened since the last cut, and the attempts that are worth a look.
///
/// Only the wiring comes in: attempts go in at one end, interval snapshots come out at the other;
/// single attempts can be asked for.
@NullMarked
package dev.zoneprobe.agent.record;

import org.jspecify.annotations.NullMarked;
