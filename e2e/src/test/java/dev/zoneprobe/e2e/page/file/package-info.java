// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the page lets a reader save.
@NullMarked
package dev.zoneprobe.e2e.page.file;

import org.jspecify.annotations.NullMarked;
