// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Who probes whom.
///
/// The wiring hands its answer to whoever sends plans to agents.
@NullMarked
package dev.zoneprobe.collector.plan;

import org.jspecify.annotations.NullMarked;
