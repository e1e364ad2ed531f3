// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Which collectors there are, which of them an agent prefers, and which are left alone for a
/// while.
///
/// Knows addresses, nothing of streams.
@NullMarked
package dev.zoneprobe.agent.report.replica;

import org.jspecify.annotations.NullMarked;
