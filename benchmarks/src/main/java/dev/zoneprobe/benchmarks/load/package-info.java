// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// The load generator: how many agents does one collector bear, and what does each cost it?
@NullMarked
package dev.zoneprobe.benchmarks.load;

import org.jspecify.annotations.NullMarked;
