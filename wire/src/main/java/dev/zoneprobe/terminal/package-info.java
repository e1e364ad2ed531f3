// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What every program's command line does alike: its words, its numbers, its errors.
@NullMarked
package dev.zoneprobe.terminal;

import org.jspecify.annotations.NullMarked;
