// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Snapshots to bytes and back, with every limit; nobody else knows the format.
///
/// `agent.report` and `collector.ingest` come in. Everything that is decoded comes from a network
/// and is hostile until it passed [SnapshotDecoder].
@NullMarked
package dev.zoneprobe.wire;

import org.jspecify.annotations.NullMarked;
