// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The memory that what agents send takes before it has been read, and what is done while it is
/// short: connections wait for their turn to be read.
@NullMarked
package dev.zoneprobe.collector.ingest.memory;

import org.jspecify.annotations.NullMarked;
