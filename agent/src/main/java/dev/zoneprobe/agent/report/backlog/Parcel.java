// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import dev.zoneprobe.wire.proto.SnapshotFrame;

/// A snapshot as it goes to one store.
public record Parcel(Cuts cuts, SnapshotFrame frame) {}
