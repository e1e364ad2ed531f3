// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Our own noise: when the agent was held up, when its host was under pressure, and which attempts
/// ran at such a time.
///
/// The wiring comes in: ended attempts go in at one end, judged ones come out at the other.
@NullMarked
package dev.zoneprobe.agent.host.noise;

import org.jspecify.annotations.NullMarked;
