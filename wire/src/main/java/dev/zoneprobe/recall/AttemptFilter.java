// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// What attempts can be asked for by: each is a parameter, and the label of the same name.
enum AttemptFilter implements Label {
  SOURCE_ZONE,
  DESTINATION_ZONE,
  TARGET,
  PROTOCOL,
  CONNECTION,
  SOURCE_STATE,
  OUTCOME,
  REASON,
  /// Attempts in which the phase happened.
  PHASE;

  /// Attempts for which this is `value`.
  ///
  /// @throws IllegalArgumentException naming the choices, if it is a word of a closed set and
  ///   `value` is not in it
  Predicate<SourcedAttempt> of(String value) {
    return switch (this) {
      case SOURCE_ZONE -> one -> one.source().zone().equals(value);
      case DESTINATION_ZONE -> one -> one.attempt().subject().destinationZone().equals(value);
      case TARGET -> one -> one.attempt().subject().target().equals(value);
      case PROTOCOL -> having(Protocol.values(), value, one -> one.subject().protocol());
      case CONNECTION ->
          having(Connection.values(), value, one -> one.circumstances().connection());
      case SOURCE_STATE ->
          having(SourceState.values(), value, one -> one.circumstances().sourceState());
      case OUTCOME -> having(Outcome.Kind.values(), value, one -> one.outcome().kind());
      case REASON -> failedFor(value);
      case PHASE -> through(value);
    };
  }

  private static <L extends Label> Predicate<SourcedAttempt> having(
      L[] words, String text, Function<Attempt, L> property) {
    L wanted = Label.of(List.of(words), text);
    return one -> property.apply(one.attempt()).equals(wanted);
  }

  private static Predicate<SourcedAttempt> failedFor(String text) {
    Failure wanted = Label.of(List.of(Failure.values()), text);
    return one ->
        one.attempt().outcome() instanceof Outcome.Failed(Failure reason, Phase _)
            && reason == wanted;
  }

  private static Predicate<SourcedAttempt> through(String text) {
    Phase phase = Label.of(List.of(Phase.values()), text);
    return one -> one.attempt().phaseNanos().containsKey(phase);
  }
}
