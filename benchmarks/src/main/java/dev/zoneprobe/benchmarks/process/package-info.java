// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// What the benchmarks need to know of the programs that they start: ports and costs.
@NullMarked
package dev.zoneprobe.benchmarks.process;

import org.jspecify.annotations.NullMarked;
