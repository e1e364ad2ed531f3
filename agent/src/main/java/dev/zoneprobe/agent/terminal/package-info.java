// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What a person at a terminal sees: a run of attempts by hand, as a table, JSON or percentile
/// files.
///
/// Only the command comes in.
@NullMarked
package dev.zoneprobe.agent.terminal;

import org.jspecify.annotations.NullMarked;
