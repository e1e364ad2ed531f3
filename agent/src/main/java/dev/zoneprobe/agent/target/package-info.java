// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Who is probed, and when that changes.
///
/// Configuration and plan come in to say what they want probed; probes and the schedule come in to
/// learn it.
@NullMarked
package dev.zoneprobe.agent.target;

import org.jspecify.annotations.NullMarked;
