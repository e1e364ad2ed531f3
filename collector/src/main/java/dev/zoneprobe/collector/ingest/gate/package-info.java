// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Each snapshot once: which ones are in, by the sequence numbers of each boot of each node; and on
/// how many streams a node comes.
///
/// Only ingest and its plans come in, and the wiring, which restores what was known before a
/// restart.
@NullMarked
package dev.zoneprobe.collector.ingest.gate;

import org.jspecify.annotations.NullMarked;
