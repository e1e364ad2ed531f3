// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// Snapshots as real agents send them, made of bytes that were encoded beforehand: what it costs to
/// send one must not limit how many agents are simulated.
@NullMarked
package dev.zoneprobe.benchmarks.load.snapshot;

import org.jspecify.annotations.NullMarked;
