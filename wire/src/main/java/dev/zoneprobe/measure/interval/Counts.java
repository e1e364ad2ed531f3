// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.trace.Retransmits;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How many attempts of a subject ended how in an interval. Immutable.
///
/// @param successes attempts that succeeded
/// @param failures attempts that failed, by reason; reasons that did not occur are absent
/// @param skipped attempts that could not begin, by reason; reasons that did not occur are absent
/// @param retransmits what TCP had to send again
public record Counts(
    long successes,
    Map<Failure, Long> failures,
    Map<SkipReason, Long> skipped,
    Retransmits retransmits) {
  /// Nothing happened.
  public static final Counts NONE = new Counts(0, Map.of(), Map.of(), Retransmits.NONE);

  /// Copies the maps without what did not occur; refuses negative counts.
  public Counts {
    failures = copy(Failure.class, failures);
    skipped = copy(SkipReason.class, skipped);
    if (successes < 0) {
      throw new IllegalArgumentException("negative count of successes: " + successes);
    }
  }

  /// Attempts that ended, in whichever way.
  public long ended() {
    return successes + sum(failures);
  }

  /// Attempts that ended in failure.
  public long failed() {
    return sum(failures);
  }

  /// Both together.
  ///
  /// @throws ArithmeticException if a count exceeds a `long`
  public Counts plus(Counts other) {
    return new Counts(
        Math.addExact(successes, other.successes),
        sum(Failure.class, failures, other.failures),
        sum(SkipReason.class, skipped, other.skipped),
        retransmits.plus(other.retransmits));
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K extends Enum<K>> Map<K, Long> sum(
      Class<K> keys, Map<K, Long> a, Map<K, Long> b) {
    EnumMap<K, Long> sum = new EnumMap<>(keys);
    sum.putAll(a);
    b.forEach((key, count) -> sum.merge(key, count, Math::addExact));
    return sum;
  }

  private static <K extends Enum<K>> Map<K, Long> copy(Class<K> keys, Map<K, Long> counts) {
    EnumMap<K, Long> copy = new EnumMap<>(keys);
    counts.forEach((key, count) -> {
      if (count < 0) {
        throw new IllegalArgumentException("negative count of " + key + ": " + count);
      }
      if (count > 0) {
        copy.put(key, count);
      }
    });
    return Collections.unmodifiableMap(copy);
  }
}
