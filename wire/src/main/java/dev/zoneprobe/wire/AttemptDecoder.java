// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.trace.Trace;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.FailureFrame;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Turns the frame of one attempt into the attempt, or refuses it.
final class AttemptDecoder {
  private AttemptDecoder() {}

  /// The attempt on `subject` that `frame` holds.
  static Attempt decode(Subject subject, AttemptFrame frame) throws InvalidFrameException {
    Attempt.Circumstances circumstances = circumstances(frame);
    Outcome outcome = frame.hasFailure() ? failed(frame.getFailure()) : new Outcome.Success();
    Map<Phase, Long> phases = phases(frame);
    Trace trace = TraceDecoder.decode(frame);
    return InvalidFrameException.checked(
        Reason.INVALID_ATTEMPT,
        () -> new Attempt(frame.getId(), subject, circumstances, outcome, phases, trace));
  }

  private static Attempt.Circumstances circumstances(AttemptFrame frame)
      throws InvalidFrameException {
    Connection connection = word(Connection.class, frame.getConnection());
    SourceState state = word(SourceState.class, frame.getSourceState());
    return InvalidFrameException.checked(
        Reason.INVALID_ATTEMPT,
        () ->
            new Attempt.Circumstances(
                Instant.ofEpochMilli(frame.getBegunUnixMillis()),
                connection,
                state,
                frame.hasDestinationNode()
                    ? Optional.of(Label.checked("node", frame.getDestinationNode()))
                    : Optional.empty()));
  }

  private static Outcome failed(FailureFrame frame) throws InvalidFrameException {
    return new Outcome.Failed(
        word(Failure.class, frame.getReason()), word(Phase.class, frame.getDuring()));
  }

  private static Map<Phase, Long> phases(AttemptFrame frame) throws InvalidFrameException {
    EnumMap<Phase, Long> phases = new EnumMap<>(Phase.class);
    for (Map.Entry<Integer, Long> entry : frame.getPhaseNanosMap().entrySet()) {
      if (entry.getValue() > FrameLimits.PHASE_NANOS) {
        throw new InvalidFrameException(
            Reason.INVALID_ATTEMPT, "phase of " + entry.getValue() + " ns");
      }
      phases.put(word(Phase.class, entry.getKey()), entry.getValue());
    }
    return phases;
  }

  private static <E extends Enum<E>> E word(Class<E> type, int number)
      throws InvalidFrameException {
    return WireNumber.constant(type, number, Reason.INVALID_ATTEMPT);
  }
}
