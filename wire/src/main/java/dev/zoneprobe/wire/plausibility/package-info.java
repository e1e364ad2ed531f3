// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What a frame may claim: whether an honest agent could have said it, and how much of it is built
/// before that is known.
///
/// Whoever takes frames from the network comes in, and whoever sends them.
@NullMarked
package dev.zoneprobe.wire.plausibility;

import org.jspecify.annotations.NullMarked;
