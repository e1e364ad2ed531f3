// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What one attempt saw on its way, for people who look into that attempt.
///
/// Everybody may come in; this package imports nothing of ours.
@NullMarked
package dev.zoneprobe.measure.trace;

import org.jspecify.annotations.NullMarked;
