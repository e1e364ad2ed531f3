// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.condition.RecentCondition;
import dev.zoneprobe.collector.condition.RecentCondition.Lately;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;

/// How an agent is, as collectors tell each other.
record ConditionLine(
    String version, long plan, long waiting, long lost, NoiseText noise, LatelyText lately) {
  private record NoiseText(long stalledNanos, long longestNanos) {
    static NoiseText of(Noise noise) {
      return new NoiseText(noise.stalledNanos(), noise.longestNanos());
    }

    Noise noise() {
      return new Noise(stalledNanos, longestNanos);
    }
  }

  private record LatelyText(long coveredNanos, long mostWaiting, long skipped, NoiseText noise) {
    static LatelyText of(Lately lately) {
      return new LatelyText(
          lately.coveredNanos(),
          lately.mostWaiting(),
          lately.skipped(),
          NoiseText.of(lately.noise()));
    }

    Lately lately() {
      return new Lately(coveredNanos, mostWaiting, skipped, noise.noise());
    }
  }

  static ConditionLine of(RecentCondition recent) {
    Condition last = recent.last();
    return new ConditionLine(
        last.version(),
        last.plan(),
        last.waiting(),
        last.lost(),
        NoiseText.of(last.noise()),
        LatelyText.of(recent.lately()));
  }

  /// @throws IllegalArgumentException if no agent can be like that
  RecentCondition recent() {
    return new RecentCondition(
        new Condition(version, plan, waiting, lost, noise.noise()), lately.lately());
  }
}
