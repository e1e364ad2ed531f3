// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Files that somebody else changes while we run: certificates, keys, tokens. Their last good
/// content counts until the next good one.
///
/// Whoever reads such files comes in; it imports only the tasks that repeat.
@NullMarked
package dev.zoneprobe.watch;

import org.jspecify.annotations.NullMarked;
