// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.past;

import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Slice;
import java.util.function.Predicate;

/// Which part of the history somebody asks for.
///
/// @param subjects whose durations and counts
/// @param slices of which their durations
public record HistorySelection(Predicate<ZoneSubject> subjects, Predicate<Slice> slices) {}
