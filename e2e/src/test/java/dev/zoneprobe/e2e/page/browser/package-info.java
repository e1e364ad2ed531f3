// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// A browser that a test drives, and what it must not complain about.
@NullMarked
package dev.zoneprobe.e2e.page.browser;

import org.jspecify.annotations.NullMarked;
