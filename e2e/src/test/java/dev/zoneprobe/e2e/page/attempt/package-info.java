// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The page of a single attempt.
@NullMarked
package dev.zoneprobe.e2e.page.attempt;

import org.jspecify.annotations.NullMarked;
