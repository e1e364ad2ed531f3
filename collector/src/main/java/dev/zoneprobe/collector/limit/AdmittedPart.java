// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.util.Optional;

/// The part of a snapshot that there is room for.
///
/// @param snapshot the same span of the same source, without what was refused
/// @param refusedSeries how many series that were
/// @param problem for a person, which limit refused the first of them; empty if nothing was refused
public record AdmittedPart(
    IntervalSnapshot snapshot, int refusedSeries, Optional<String> problem) {}
