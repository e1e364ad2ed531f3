// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Snapshots that no store has acknowledged yet, and what is known of each: unsent, or in doubt at
/// one store (decision 0025).
///
/// Delivery takes from it; files mirror it through [dev.zoneprobe.agent.report.backlog.Mirror].
@NullMarked
package dev.zoneprobe.agent.report.backlog;

import org.jspecify.annotations.NullMarked;
