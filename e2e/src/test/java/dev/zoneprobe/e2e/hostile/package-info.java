// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What becomes of a collector, and of its honest agents, when others send it nonsense, too much,
/// or nothing at all.
@NullMarked
package dev.zoneprobe.e2e.hostile;

import org.jspecify.annotations.NullMarked;
