// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

/// Some minutes of steady attempts.
///
/// @param good a minute, fast and successful
/// @param slow a minute, successful
/// @param failed a minute
record Spell(int minutes, int good, int slow, int failed) {}
