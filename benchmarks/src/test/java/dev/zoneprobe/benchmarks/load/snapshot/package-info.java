// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// That what simulated agents send is what real ones send.
@NullMarked
package dev.zoneprobe.benchmarks.load.snapshot;

import org.jspecify.annotations.NullMarked;
