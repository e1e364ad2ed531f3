// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The configuration while the agent runs: read again when its file changes or somebody asks for
/// it, and put into force as a whole or not at all.
///
/// Only the wiring comes in; what has to change with the settings is a function to this package.
@NullMarked
package dev.zoneprobe.agent.reload;

import org.jspecify.annotations.NullMarked;
