// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The backlog as files, so that a restarted agent delivers what its predecessor left (decision
/// 0026).
///
/// Only the wiring comes in; the backlog knows it as its mirror.
@NullMarked
package dev.zoneprobe.agent.report.files;

import org.jspecify.annotations.NullMarked;
