// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Service level objectives as one file: read, explained, and turned into rules and their tests.
///
/// Commands of the collector's program; a running collector knows nothing of them.
@NullMarked
package dev.zoneprobe.collector.slo;

import org.jspecify.annotations.NullMarked;
