// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors

/// Simulated agents: real gRPC, the agents' protocol, made-up measurements. All of them live on one
/// event loop, so nothing in here is locked.
@NullMarked
package dev.zoneprobe.benchmarks.load.agent;

import org.jspecify.annotations.NullMarked;
