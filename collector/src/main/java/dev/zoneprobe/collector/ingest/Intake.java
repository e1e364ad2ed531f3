// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.connection.Arrived;
import dev.zoneprobe.collector.ingest.gate.Admission;
import dev.zoneprobe.collector.ingest.gate.Admission.Refusal;
import dev.zoneprobe.collector.ingest.plan.AgentDirectory;
import dev.zoneprobe.collector.limit.AdmittedPart;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.plausibility.Plausibility;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Status;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides about one frame after the other: decoded, let through the gates, made durable.
/// Thread-safe.
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final IngestServer.Gates gates;
  private final Durability durability;
  private final AgentDirectory directory;
  private final IngestCounters counters;

  /// Held from the gates to the commit: whoever is told that a snapshot is in already waits for the
  /// commit that it is in.
  private final Object order = new Object();

  Intake(
      IngestServer.Gates gates,
      Durability durability,
      AgentDirectory directory,
      IngestCounters counters) {
    this.gates = gates;
    this.durability = durability;
    this.directory = directory;
    this.counters = counters;
  }

  /// What the sender of a frame is told.
  sealed interface Answer {
    /// The frame is in; its sender may forget it.
    record Received(Receipt receipt) implements Answer {}

    /// The frame is not in, and its stream ends with `status`. Known at once.
    record Rejected(Status status) implements Answer {}
  }

  /// Names the store that receipts speak for.
  String storeId() {
    return durability.storeId();
  }

  /// Takes one frame; whatever is in it, the answer is a value, once it is known.
  CompletableFuture<Answer> take(Arrived<SnapshotFrame> frame) {
    durability.awaitRoom();
    return counters.received(() -> decide(frame));
  }

  private CompletableFuture<Answer> decide(Arrived<SnapshotFrame> arrived) {
    Optional<String> problem = durability.problem();
    if (problem.isPresent()) {
      return rejected(Refusal.NOT_STORED, Status.UNAVAILABLE, problem.get());
    }
    try {
      SnapshotFrame frame = arrived.message();
      OptionalLong follows =
          frame.hasFollows() ? OptionalLong.of(frame.getFollows()) : OptionalLong.empty();
      IntervalSnapshot snapshot = decoder.decode(frame);
      Plausibility.check(snapshot);
      return placed(snapshot).map(known -> decide(known, follows)).orElseGet(this::putOff);
    } catch (InvalidFrameException e) {
      return rejected(e.reason(), Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (Throwable e) { // one agent's frame must not take the others' streams down
      LOG.error("a frame was not merged", e);
      return rejected(Refusal.INTERNAL_ERROR, Status.INTERNAL, "the collector failed");
    }
  }

  /// In the zone that its agent is in, if the agent does not know; absent if nobody knows yet.
  private Optional<IntervalSnapshot> placed(IntervalSnapshot snapshot) {
    Source source = snapshot.source();
    return directory
        .zoneOf(source.node(), source.zone())
        .map(zone -> zone.equals(source.zone()) ? snapshot : snapshot.in(zone));
  }

  /// Nothing is wrong with the snapshot, so it is not counted with those that are rejected.
  private CompletableFuture<Answer> putOff() {
    counters.putOff();
    return ended(Status.UNAVAILABLE, "the zone of this node is not known yet, try again");
  }

  private CompletableFuture<Answer> decide(IntervalSnapshot snapshot, OptionalLong follows) {
    synchronized (order) {
      return switch (gates.sequences().admit(snapshot.source(), snapshot.span(), follows)) {
        case Admission.Admitted(long lost) -> {
          counters.lost(lost);
          AdmittedPart fitting = gates.limits().admit(snapshot);
          yield durability.add(fitting.snapshot()).thenApply(_ -> merged(fitting));
        }
        case Admission.Duplicate() -> {
          counters.duplicate();
          yield durability.settled().thenApply(_ -> new Answer.Received(receipt(snapshot).build()));
        }
        case Admission.Refused(Refusal refusal, String why) ->
            rejected(refusal, statusOf(refusal), why);
      };
    }
  }

  private Answer merged(AdmittedPart fitting) {
    counters.merged();
    Receipt.Builder receipt = receipt(fitting.snapshot()).setRefusedSeries(fitting.refusedSeries());
    fitting.problem().ifPresent(receipt::setProblem);
    return new Answer.Received(receipt.build());
  }

  private static Receipt.Builder receipt(IntervalSnapshot snapshot) {
    return Receipt.newBuilder().setLastSequence(snapshot.span().lastSequence());
  }

  private CompletableFuture<Answer> rejected(Label reason, Status status, String problem) {
    counters.rejected(reason);
    LOG.debug("a frame was rejected as {}: {}", reason.label(), problem);
    return ended(status, problem);
  }

  private static CompletableFuture<Answer> ended(Status status, String problem) {
    return CompletableFuture.completedFuture(new Answer.Rejected(status.withDescription(problem)));
  }

  private static Status statusOf(Refusal refusal) {
    return switch (refusal) {
      case OVERLAPPING_SPAN -> Status.INVALID_ARGUMENT;
      case TOO_MANY_AGENTS -> Status.RESOURCE_EXHAUSTED;
      case NOT_STORED -> Status.UNAVAILABLE;
      case INTERNAL_ERROR -> Status.INTERNAL;
    };
  }
}
