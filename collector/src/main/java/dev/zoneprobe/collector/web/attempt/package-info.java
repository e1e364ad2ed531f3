// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Single attempts, of this collector and of the others.
@NullMarked
package dev.zoneprobe.collector.web.attempt;

import org.jspecify.annotations.NullMarked;
