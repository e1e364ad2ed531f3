// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Many agents that want to deliver at once.
@NullMarked
package dev.zoneprobe.e2e.hostile.herd;

import org.jspecify.annotations.NullMarked;
