// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Quantiles of the last minutes, as this node alone sees them.
///
/// The wiring brings attempts and takes the metrics; `sli` keeps its durations here too.
@NullMarked
package dev.zoneprobe.agent.recent;

import org.jspecify.annotations.NullMarked;
