// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What goes wrong in the demo is found on the page by whoever follows it.
@NullMarked
package dev.zoneprobe.e2e.page.fault;

import org.jspecify.annotations.NullMarked;
