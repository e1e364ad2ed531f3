// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.self;

import dev.zoneprobe.measure.Label;

/// How an agent itself was when it made a cut, or over those that were merged.
///
/// @param version of its program
/// @param plan the version of the peer plan that it follows; 0 before the first
/// @param waiting cuts before this one that no collector had confirmed
/// @param lost cuts that it gave up since it started
/// @param noise since the cut before
public record Condition(String version, long plan, long waiting, long lost, Noise noise) {
  /// Refuses a version that [Label#checked] refuses, and negative numbers.
  public Condition {
    Label.checked("version", version);
    if (plan < 0 || waiting < 0 || lost < 0) {
      throw new IllegalArgumentException(
          "negative number: plan %d, %d waiting, %d lost".formatted(plan, waiting, lost));
    }
  }

  /// This and the condition at the next cut, as one: the longest queue and all the noise.
  public Condition plus(Condition next) {
    return new Condition(
        next.version,
        next.plan,
        Math.max(waiting, next.waiting),
        next.lost,
        noise.plus(next.noise));
  }
}
