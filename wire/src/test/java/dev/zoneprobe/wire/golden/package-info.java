// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Frames of every version that shipped, and what each of them means.
@NullMarked
package dev.zoneprobe.wire.golden;

import org.jspecify.annotations.NullMarked;
