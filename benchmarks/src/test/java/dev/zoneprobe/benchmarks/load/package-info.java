// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// The load generator itself: that it loads honestly and counts right.
@NullMarked
package dev.zoneprobe.benchmarks.load;

import org.jspecify.annotations.NullMarked;
