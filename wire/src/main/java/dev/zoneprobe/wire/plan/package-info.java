// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// A plan and what changes in it, said once for the collector that tells it and the agent that
/// hears it.
@NullMarked
package dev.zoneprobe.wire.plan;

import org.jspecify.annotations.NullMarked;
