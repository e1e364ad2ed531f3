// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How two frames become one, in little more memory than they take themselves.
///
/// Whoever keeps frames that wait comes in.
@NullMarked
package dev.zoneprobe.wire.sum;

import org.jspecify.annotations.NullMarked;
