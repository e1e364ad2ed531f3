// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What a process keeps in memory, seen from outside.
@NullMarked
package dev.zoneprobe.e2e.kit.memory;

import org.jspecify.annotations.NullMarked;
