// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history.turn;

/// Until when a question is of use to whoever asked it.
///
/// @param nanos as of the clock of the [Turns] that gave it
public record Deadline(long nanos) {
  long nanosLeft(long now) {
    return nanos - now;
  }
}
