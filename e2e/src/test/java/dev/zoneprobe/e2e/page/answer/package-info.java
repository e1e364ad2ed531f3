// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Answers that are refused, not whole, about nodes that are gone, or of a moment that is kept:
/// what the page makes of them.
@NullMarked
package dev.zoneprobe.e2e.page.answer;

import org.jspecify.annotations.NullMarked;
