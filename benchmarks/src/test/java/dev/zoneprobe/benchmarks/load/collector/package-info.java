// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// That a collector's mistakes would be noticed.
@NullMarked
package dev.zoneprobe.benchmarks.load.collector;

import org.jspecify.annotations.NullMarked;
