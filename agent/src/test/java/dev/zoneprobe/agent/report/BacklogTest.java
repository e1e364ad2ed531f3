// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final long ROOMY = 1 << 20;
  private static final long CRAMPED = 2_000; // a few snapshots of one attempt

  private final LatencyLedger ledger =
      new LatencyLedger(
          new IntervalSnapshot.Source("node", "zone-a", "boot"),
          InstantSource.fixed(Examples.NOON));

  private IntervalSnapshot snapshotOfOneAttempt() {
    ledger.record(
        Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1)));
    return ledger.cut();
  }

  private static List<SnapshotFrame> sendAll(Backlog backlog) {
    List<SnapshotFrame> frames = new ArrayList<>();
    Optional<SnapshotFrame> next = backlog.takeForSending(0);
    while (next.isPresent()) {
      frames.add(next.get());
      next = backlog.takeForSending(next.get().getLastSequence());
    }
    return frames;
  }

  private static long attemptsIn(List<SnapshotFrame> frames) throws InvalidFrameException {
    long attempts = 0;
    for (SnapshotFrame frame : frames) {
      attempts +=
          new SnapshotDecoder(FrameLimits.DEFAULT)
              .decode(frame).subjects().stream()
                  .mapToLong(subject -> subject.counts().ended())
                  .sum();
    }
    return attempts;
  }

  @Test
  void givesSnapshotsInTheOrderOfTheirCuts() {
    Backlog backlog = new Backlog(ROOMY);
    for (int i = 0; i < 3; i++) {
      backlog.add(snapshotOfOneAttempt());
    }

    assertThat(sendAll(backlog)).map(SnapshotFrame::getFirstSequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  void keepsASnapshotUntilItIsAcknowledged() {
    Backlog backlog = new Backlog(ROOMY);
    backlog.add(snapshotOfOneAttempt());
    sendAll(backlog);

    assertThat(sendAll(backlog)).hasSize(1);
    backlog.acknowledge(1);
    assertThat(sendAll(backlog)).isEmpty();
    assertThat(backlog.acknowledged()).isEqualTo(1);
    assertThat(backlog.bytes()).isZero();
  }

  @Test
  void mergesTheOldestInsteadOfDroppingThem() throws InvalidFrameException {
    Backlog backlog = new Backlog(CRAMPED);
    for (int i = 0; i < 50; i++) {
      backlog.add(snapshotOfOneAttempt());
    }

    assertThat(backlog.bytes()).isLessThanOrEqualTo(CRAMPED);
    assertThat(backlog.merges()).isPositive();
    assertThat(backlog.waiting()).isEqualTo(50);
    assertThat(attemptsIn(sendAll(backlog))).isEqualTo(50);
  }

  @Test
  void aMergeKeepsTheSlowestAttemptWholeAndCountsTheOthersAsDropped() {
    Backlog backlog = new Backlog(CRAMPED);
    for (int i = 1; i <= 50; i++) {
      ledger.record(
          Examples.attempt(
              i,
              Examples.subject("t"),
              new Outcome.Success(),
              Duration.ofMillis(1_000 - i),
              Map.of()));
      backlog.add(ledger.cut());
    }

    List<Long> told =
        sendAll(backlog).stream()
            .flatMap(frame -> frame.getSubjectsList().stream())
            .flatMap(subject -> subject.getAttemptsList().stream())
            .map(AttemptFrame::getId)
            .toList();
    assertThat(told).contains(1L).doesNotContain(2L);
    assertThat(told.size() + backlog.attemptsDropped()).isEqualTo(50);
  }

  @Test
  void neverMergesASnapshotThatTheCollectorMayHave() {
    Backlog backlog = new Backlog(CRAMPED);
    backlog.add(snapshotOfOneAttempt());
    SnapshotFrame inDoubt = backlog.takeForSending(0).orElseThrow();
    for (int i = 0; i < 50; i++) {
      backlog.add(snapshotOfOneAttempt());
    }

    assertThat(sendAll(backlog).getFirst()).isEqualTo(inDoubt);
  }

  @Test
  void doesNotTakeAReceiptForWhatWasNeverSent() {
    Backlog backlog = new Backlog(ROOMY);
    backlog.add(snapshotOfOneAttempt());

    backlog.acknowledge(99);

    assertThat(backlog.waiting()).isEqualTo(1);
  }

  @Test
  void accountsForEveryCut() {
    Backlog backlog = new Backlog(CRAMPED);
    for (int i = 0; i < 20; i++) {
      backlog.add(snapshotOfOneAttempt());
    }
    SnapshotFrame oldest = backlog.takeForSending(0).orElseThrow();
    backlog.acknowledge(oldest.getLastSequence());
    backlog.takeForSending(0);
    backlog.refuseOldest();

    assertThat(backlog.acknowledged() + backlog.refused() + backlog.waiting())
        .isEqualTo(ledger.cuts());
    assertThat(backlog.refused()).isPositive();
  }

  @Test
  void tellsWhenNothingWaitsAnyMore() {
    Backlog backlog = new Backlog(ROOMY);
    backlog.add(snapshotOfOneAttempt());
    sendAll(backlog);

    assertThat(backlog.whenEmpty()).isNotDone();
    backlog.acknowledge(1);
    assertThat(backlog.whenEmpty()).isDone();
  }
}
