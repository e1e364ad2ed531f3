// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// By how much each phase moves when one stage is slow.
///
/// A slow attempt is compared with one of the same round that nothing delayed, so that what the
/// machine does to both is not in the difference; a cell is the median of these differences.
final class Matrix {
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private final List<Phase> phases;
  private final Map<Stage, Map<Phase, List<Double>>> differences = new EnumMap<>(Stage.class);

  /// Of attempts with these phases.
  Matrix(List<Phase> phases) {
    this.phases = List.copyOf(phases);
  }

  void add(Stage stage, Attempt slow, Attempt undelayed) {
    for (Phase phase : phases) {
      differences
          .computeIfAbsent(stage, _ -> new EnumMap<>(Phase.class))
          .computeIfAbsent(phase, _ -> new ArrayList<>())
          .add(millis(slow, phase) - millis(undelayed, phase));
    }
  }

  private static double millis(Attempt attempt, Phase phase) {
    return attempt.phaseNanos().getOrDefault(phase, 0L) / NANOS_PER_MILLISECOND;
  }

  double millis(Stage stage, Phase phase) {
    List<Double> sorted =
        differences.getOrDefault(stage, Map.of()).getOrDefault(phase, List.of()).stream()
            .sorted()
            .toList();
    return sorted.get(sorted.size() / 2);
  }

  /// The cells that are not as they have to be, in words; empty if all are.
  List<String> faults(Tolerance tolerance) {
    List<String> faults = new ArrayList<>();
    for (Stage stage : differences.keySet()) {
      for (Phase phase : phases) {
        double millis = millis(stage, phase);
        boolean right =
            phase == stage.shows()
                ? Math.abs(millis - tolerance.delay(stage)) <= tolerance.ofTheDelay(stage)
                : Math.abs(millis) < tolerance.elsewhere();
        if (!right) {
          faults.add("%s: %s moved by %.1f ms".formatted(stage, phase.label(), millis));
        }
      }
    }
    return faults;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%-16s".formatted("ms"));
    phases.forEach(phase -> text.append("%15s".formatted(phase.label())));
    for (Stage stage : differences.keySet()) {
      text.append("%n%-16s".formatted(stage));
      phases.forEach(phase -> text.append("%15.2f".formatted(millis(stage, phase))));
    }
    return text.toString();
  }
}
