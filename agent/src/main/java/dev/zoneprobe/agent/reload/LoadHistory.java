// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.measure.Label;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// What became of the configuration each time it was read again. Written by one thread, read by
/// any.
public final class LoadHistory {
  private final InstantSource clock;
  private final LongAdder applied = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile Instant lastSuccess;
  private volatile List<String> mistakes = List.of();

  /// How reading the configuration again ended.
  public enum Outcome implements Label {
    /// Something else is in force now.
    APPLIED,
    /// It says what was in force already.
    UNCHANGED,
    /// It has mistakes, or needs a restart; what was in force stays so.
    REFUSED
  }

  /// Begins with the configuration that the agent starts with, which counts as a success.
  LoadHistory(InstantSource clock) {
    this.clock = clock;
    this.lastSuccess = clock.instant();
  }

  void succeeded(Outcome outcome) {
    adder(outcome).increment();
    lastSuccess = clock.instant();
    mistakes = List.of();
  }

  /// @param why one line for each mistake; never empty
  void refused(List<String> why) {
    refused.increment();
    mistakes = List.copyOf(why);
  }

  /// How often it ended so; the first reading, at the start, is not counted.
  public long count(Outcome outcome) {
    return adder(outcome).sum();
  }

  private LongAdder adder(Outcome outcome) {
    return switch (outcome) {
      case APPLIED -> applied;
      case UNCHANGED -> unchanged;
      case REFUSED -> refused;
    };
  }

  /// When what the file says was last in force.
  public Instant lastSuccess() {
    return lastSuccess;
  }

  /// Whether what is in force is not what the file says.
  public boolean isRefused() {
    return !mistakes.isEmpty();
  }

  /// Why the file was refused, one line for each mistake; empty if it is in force.
  List<String> mistakes() {
    return mistakes;
  }

  /// For a person: that the file is not in force, and each mistake on a line of its own.
  public Optional<String> problem() {
    List<String> lines = mistakes;
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "refused; what was loaded at %s stays in force%n%s"
                .formatted(lastSuccess.truncatedTo(ChronoUnit.SECONDS), String.join("\n", lines)));
  }
}
