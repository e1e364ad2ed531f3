// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the page says that stands out, and what it leaves unsaid.
@NullMarked
package dev.zoneprobe.e2e.page.look;

import org.jspecify.annotations.NullMarked;
