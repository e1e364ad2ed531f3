// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Attempts that were kept whole: found by their id or by what they have in common, and written as
/// JSON, the same on agent and collector.
///
/// Whoever keeps attempts and whoever answers HTTP requests comes in; this package keeps nothing
/// itself.
@NullMarked
package dev.zoneprobe.recall;

import org.jspecify.annotations.NullMarked;
