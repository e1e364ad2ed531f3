// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The program behind `./demo`: a collector and three agents as child processes, a simulated
/// network between them, and a table of what they measured. Nobody comes in; it starts here.
@NullMarked
package dev.zoneprobe.demo;

import org.jspecify.annotations.NullMarked;
