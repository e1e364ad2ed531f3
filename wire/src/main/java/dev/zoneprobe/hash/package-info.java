// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Hashes on which processes agree without talking to each other.
///
/// Everybody may come in; it imports nothing of ours.
@NullMarked
package dev.zoneprobe.hash;

import org.jspecify.annotations.NullMarked;
