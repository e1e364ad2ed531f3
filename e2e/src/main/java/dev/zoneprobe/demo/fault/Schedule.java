// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// When which fault begins and ends. Not thread-safe: whoever takes a turn has it.
public final class Schedule {
  /// A fault begins or ends.
  ///
  /// @param when after everything runs
  public record Turn(Duration when, Fault fault, boolean begins) {}

  private final List<Turn> left = new ArrayList<>();

  /// @param mishaps in any order
  public Schedule(List<Mishap> mishaps) {
    for (Mishap mishap : mishaps) {
      left.add(new Turn(mishap.begin(), mishap.fault(), true));
      mishap.end().ifPresent(end -> left.add(new Turn(end, mishap.fault(), false)));
    }
    left.sort(Comparator.comparing(Turn::when));
  }

  /// Takes the first turn that is due `passed` after everything runs.
  public Optional<Turn> due(Duration passed) {
    boolean isDue = !left.isEmpty() && left.getFirst().when().compareTo(passed) <= 0;
    return isDue ? Optional.of(left.removeFirst()) : Optional.empty();
  }

  /// How long it is until the next turn, or `longest` if that is less.
  public Duration untilNext(Duration passed, Duration longest) {
    if (left.isEmpty()) {
      return longest;
    }
    Duration wait = left.getFirst().when().minus(passed);
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
