// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// TCP connects, timed and closed again. The agent's wiring comes in to make probes.
@NullMarked
package dev.zoneprobe.agent.probe.tcp;

import org.jspecify.annotations.NullMarked;
