// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Questions about the past minutes, and the sums that answer them.
@NullMarked
package dev.zoneprobe.collector.history;

import org.jspecify.annotations.NullMarked;
