// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What an agent says of itself, rather than of the network.
///
/// Everybody may come in.
@NullMarked
package dev.zoneprobe.measure.self;

import org.jspecify.annotations.NullMarked;
