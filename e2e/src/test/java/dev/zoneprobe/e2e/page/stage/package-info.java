// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// A collector whose clock and agents belong to the test.
@NullMarked
package dev.zoneprobe.e2e.page.stage;

import org.jspecify.annotations.NullMarked;
