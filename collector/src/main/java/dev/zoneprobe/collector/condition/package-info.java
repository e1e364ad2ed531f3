// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How the agents themselves are, as they say.
///
/// Durable snapshots come in, the page looks.
@NullMarked
package dev.zoneprobe.collector.condition;

import org.jspecify.annotations.NullMarked;
