// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Small file systems of the test's own, which get full and read-only.
@NullMarked
package dev.zoneprobe.e2e.chaos.disk;

import org.jspecify.annotations.NullMarked;
