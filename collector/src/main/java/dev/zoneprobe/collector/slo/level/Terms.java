// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import java.util.Optional;

/// What holds for all goals of one subject.
///
/// @param days over which the budget is counted
/// @param minimumAttempts in 5 minutes; with fewer nobody is called
/// @param team whom alerts are for
public record Terms(int days, int minimumAttempts, Optional<String> team) {}
