// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.Admission.Refusal;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Status;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides about one frame after the other: decoded, let through the gate, handed on. Thread-safe.
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final SequenceGate gate;
  private final Consumer<IntervalSnapshot> admitted;
  private final IngestCounters counters;

  /// @param admitted gets each snapshot that is let in, once, on the thread that it came on
  Intake(SequenceGate gate, Consumer<IntervalSnapshot> admitted, IngestCounters counters) {
    this.gate = gate;
    this.admitted = admitted;
    this.counters = counters;
  }

  /// What the sender of a frame is told.
  sealed interface Answer {
    /// The frame is in; its sender may forget it.
    record Received(Receipt receipt) implements Answer {}

    /// The frame is not in, and its stream ends with `status`.
    record Rejected(Status status) implements Answer {}
  }

  /// Takes one frame; whatever is in it, the answer is a value.
  Answer take(SnapshotFrame frame) {
    return counters.received(() -> decide(frame));
  }

  private Answer decide(SnapshotFrame frame) {
    try {
      return decide(decoder.decode(frame));
    } catch (InvalidFrameException e) {
      return rejected(e.reason(), Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (Throwable e) { // one agent's frame must not take the others' streams down
      LOG.error("a frame was not merged", e);
      return rejected(Refusal.INTERNAL_ERROR, Status.INTERNAL, "the collector failed");
    }
  }

  private Answer decide(IntervalSnapshot snapshot) {
    return switch (gate.admit(snapshot.source(), snapshot.span())) {
      case Admission.Admitted(long lost) -> {
        counters.lost(lost);
        admitted.accept(snapshot);
        counters.merged();
        yield received(snapshot);
      }
      case Admission.Duplicate() -> {
        counters.duplicate();
        yield received(snapshot);
      }
      case Admission.Refused(Refusal refusal, String problem) ->
          rejected(refusal, statusOf(refusal), problem);
    };
  }

  private static Answer received(IntervalSnapshot snapshot) {
    long last = snapshot.span().lastSequence();
    return new Answer.Received(Receipt.newBuilder().setLastSequence(last).build());
  }

  private Answer rejected(Label reason, Status status, String problem) {
    counters.rejected(reason);
    LOG.debug("a frame was rejected as {}: {}", reason.label(), problem);
    return new Answer.Rejected(status.withDescription(problem));
  }

  private static Status statusOf(Refusal refusal) {
    return switch (refusal) {
      case OVERLAPPING_SPAN -> Status.INVALID_ARGUMENT;
      case TOO_MANY_AGENTS -> Status.RESOURCE_EXHAUSTED;
      case INTERNAL_ERROR -> Status.INTERNAL;
    };
  }
}
