// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;

/// An attempt, and who made it.
public record SourcedAttempt(Source source, Attempt attempt) {}
