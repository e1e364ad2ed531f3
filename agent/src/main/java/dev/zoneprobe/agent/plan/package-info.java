// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The peers to probe, as the collector says.
///
/// Only the wiring comes in; who listens to the plan is a function to this package.
@NullMarked
package dev.zoneprobe.agent.plan;

import org.jspecify.annotations.NullMarked;
