// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What every program's command line does alike: its words, numbers, errors and signals.
@NullMarked
package dev.zoneprobe.terminal;

import org.jspecify.annotations.NullMarked;
