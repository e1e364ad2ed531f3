// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The command line's view of a collector that runs elsewhere, asked over HTTP as a browser would.
@NullMarked
package dev.zoneprobe.collector.terminal;

import org.jspecify.annotations.NullMarked;
