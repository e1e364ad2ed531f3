// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// The collector under load: how it is started and pinned, what it costs, and what it has counted.
@NullMarked
package dev.zoneprobe.benchmarks.load.collector;

import org.jspecify.annotations.NullMarked;
