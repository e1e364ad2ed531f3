// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import java.util.regex.Pattern;

/// One run of the agent.
///
/// @param generation orders the runs that share a state directory, from 1; clocks may step, this
///   does not
/// @param id as the collector knows it: letters, digits and `-`, at most 64
public record Boot(int generation, String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// Refuses generations below 1 and ids that cannot be part of a file's name.
  public Boot {
    if (generation < 1) {
      throw new IllegalArgumentException("generation below 1: " + generation);
    }
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a boot id: " + id);
    }
  }
}
