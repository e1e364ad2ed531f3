// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// One attempt as a value: what every protocol's probe shares.
///
/// Each protocol has a package of its own below this one, and they are strangers to each other.
@NullMarked
package dev.zoneprobe.agent.probe;

import org.jspecify.annotations.NullMarked;
