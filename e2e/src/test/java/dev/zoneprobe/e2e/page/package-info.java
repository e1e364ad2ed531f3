// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The page in a real browser, asked by a real collector that was told known durations.
@NullMarked
package dev.zoneprobe.e2e.page;

import org.jspecify.annotations.NullMarked;
