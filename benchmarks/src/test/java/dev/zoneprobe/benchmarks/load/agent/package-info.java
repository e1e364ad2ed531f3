// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// That simulated agents keep to the protocol.
@NullMarked
package dev.zoneprobe.benchmarks.load.agent;

import org.jspecify.annotations.NullMarked;
