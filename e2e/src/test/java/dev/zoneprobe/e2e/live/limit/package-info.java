// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// An agent that a CPU limit holds up, as the kernel does it. Nobody but the test of what is live
/// comes in.
@NullMarked
package dev.zoneprobe.e2e.live.limit;

import org.jspecify.annotations.NullMarked;
