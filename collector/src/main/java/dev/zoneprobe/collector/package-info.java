// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The collector as a process: its commands, and the one place that knows all its parts and the
/// order in which they start and stop.
///
/// Nobody else in the collector may come in.
@NullMarked
package dev.zoneprobe.collector;

import org.jspecify.annotations.NullMarked;
