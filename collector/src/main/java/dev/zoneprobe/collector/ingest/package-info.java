// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Who may report, and each snapshot only once: the side of the collector that agents talk to.
///
/// Only this package knows gRPC. Where admitted snapshots go, and where plans come from, it is told
/// by the wiring.
@NullMarked
package dev.zoneprobe.collector.ingest;

import org.jspecify.annotations.NullMarked;
