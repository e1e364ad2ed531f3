// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

import dev.zoneprobe.measure.trace.Trace;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One finished probe of one target at one due moment.
///
/// A phase that did not happen is not in [#phaseNanos]; [Phase#TOTAL], [Phase#LATE] and
/// [Phase#RESPONSE] always are. A failed attempt holds the phase that it failed in, with the time
/// until it failed; an attempt that timed out ends at its deadline. Immutable.
public record Attempt(
    long id,
    Subject subject,
    Circumstances circumstances,
    Outcome outcome,
    Map<Phase, Long> phaseNanos,
    Trace trace) {

  private static final Set<Phase> ALWAYS = EnumSet.of(Phase.TOTAL, Phase.LATE, Phase.RESPONSE);

  /// Copies the phases; refuses negative durations, and a missing [Phase#TOTAL], [Phase#LATE] or
  /// [Phase#RESPONSE].
  public Attempt {
    if (!phaseNanos.keySet().containsAll(ALWAYS)) {
      throw new IllegalArgumentException("not all of " + ALWAYS + " are in " + phaseNanos);
    }
    if (phaseNanos.values().stream().anyMatch(nanos -> nanos < 0)) {
      throw new IllegalArgumentException("a phase took negative time: " + phaseNanos);
    }
    phaseNanos = Collections.unmodifiableMap(new EnumMap<>(phaseNanos));
  }

  /// What was the case around the attempt.
  ///
  /// @param begun wall-clock time at which it began, for people; durations never come from it
  /// @param destinationNode the peer's node, if the target is a peer
  public record Circumstances(
      Instant begun,
      Connection connection,
      SourceState sourceState,
      Optional<String> destinationNode) {}

  /// The same attempt, told apart by what the probing host was like while it ran.
  public Attempt in(SourceState sourceState) {
    Circumstances judged =
        new Circumstances(
            circumstances.begun,
            circumstances.connection,
            sourceState,
            circumstances.destinationNode);
    return new Attempt(id, subject, judged, outcome, phaseNanos, trace);
  }

  /// The attempt's name in exemplars and pages: 16 hexadecimal digits.
  public String idText() {
    return idText(id);
  }

  /// The text form of an attempt's `id`.
  public static String idText(long id) {
    return HexFormat.of().toHexDigits(id);
  }
}
