// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The host that the agent runs on: its name, its zone, what it does besides.
///
/// Only the wiring and the configuration come in.
@NullMarked
package dev.zoneprobe.agent.host;

import org.jspecify.annotations.NullMarked;
