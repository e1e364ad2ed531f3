// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.agent.FleetSettings;
import java.time.Duration;

/// What a collector has to bear, and for how long.
///
/// @param warmUp how long it has been at it before anything is measured
record Load(FleetSettings fleet, Duration warmUp, Duration measured) {}
