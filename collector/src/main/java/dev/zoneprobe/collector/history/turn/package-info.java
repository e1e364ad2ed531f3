// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Who may read the history, when and for how long; whoever reads it comes in.
@NullMarked
package dev.zoneprobe.collector.history.turn;

import org.jspecify.annotations.NullMarked;
