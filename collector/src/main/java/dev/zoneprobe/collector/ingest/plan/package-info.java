// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Agents are told whom to probe, and again when that changes.
///
/// The intake comes in; the wiring says who knows.
@NullMarked
package dev.zoneprobe.collector.ingest.plan;

import org.jspecify.annotations.NullMarked;
