// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The agent as a process whose configuration changes while it runs.
@NullMarked
package dev.zoneprobe.e2e.reload;

import org.jspecify.annotations.NullMarked;
