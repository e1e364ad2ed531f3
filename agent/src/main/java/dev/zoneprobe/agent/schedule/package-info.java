// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Due moments: when each target is probed, independent of how earlier attempts fare.
///
/// Only the wiring comes in. What an attempt does and where it is recorded are functions to this
/// package.
@NullMarked
package dev.zoneprobe.agent.schedule;

import org.jspecify.annotations.NullMarked;
