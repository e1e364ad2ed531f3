// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;

/// Which histogram of a subject: the part of a series' identity that differs between its attempts.
public record Slice(
    Phase phase, Connection connection, Outcome.Kind outcome, SourceState sourceState) {}
