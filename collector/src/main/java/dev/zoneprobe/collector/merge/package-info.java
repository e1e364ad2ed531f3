// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Snapshots added up, zone by zone: sums for ever, and durations of the recent past.
///
/// Who delivers snapshots and who reads the sums are both strangers here.
@NullMarked
package dev.zoneprobe.collector.merge;

import org.jspecify.annotations.NullMarked;
