// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How many zones, targets and series there may be, and how many of them one agent may bring.
///
/// What passes here fits into the matrix and the store, which have no limits of their own. Ingest
/// asks before it makes anything durable.
@NullMarked
package dev.zoneprobe.collector.limit;

import org.jspecify.annotations.NullMarked;
