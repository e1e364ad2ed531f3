// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.mishap;

/// Something bad that can happen to one part of a fleet, and its end.
///
/// @param name what happens to whom
public record Mishap(String name, Runnable begin, Runnable end) {}
