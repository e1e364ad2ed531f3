// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Time that itself has to pass, for the tests that are about that.
///
/// Every test may come in; this package imports nothing but the clock.
@NullMarked
package dev.zoneprobe.e2e.kit.time;

import org.jspecify.annotations.NullMarked;
