// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.backlog.BacklogCounts.Abandonment;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A backlog stays within its bounds whatever is in it.
class BacklogBoundsTest {
  private static final long CRAMPED = 2_000; // a few snapshots of one attempt
  private static final long MANY = 20_000;
  private static final Boot BOOT = new Boot(1, "before");
  private static final StoreId STORE = new StoreId("store-1");

  private final LatencyLedger ledger = ledger(InstantSource.fixed(Examples.NOON));

  private static LatencyLedger ledger(InstantSource wallClock) {
    return new LatencyLedger(new IntervalSnapshot.Source("node", "zone-a", BOOT.id()), wallClock);
  }

  private static Backlog inheriting(long maxBytes, List<Entry> left) {
    return new Backlog(
        new Inheritance(new Boot(2, "boot"), left::forEach, Mirror.NONE),
        maxBytes,
        new SteppingClock());
  }

  private List<Entry> cuts(long count, LongPredicate isUnreadable) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(number -> isUnreadable.test(number) ? unreadable(cut()) : cut())
        .map(frame -> Entry.unsent(BOOT, frame))
        .toList();
  }

  private SnapshotFrame cut() {
    ledger.record(
        Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1)));
    return SnapshotEncoder.encode(ledger.cut());
  }

  /// A collector's decoder refuses it.
  private static SnapshotFrame unreadable(SnapshotFrame frame) {
    SubjectFrame subject = frame.getSubjects(0).toBuilder().setSuccesses(-1).build();
    return frame.toBuilder().setSubjects(0, subject).build();
  }

  @Test
  void givesUpTheOldestOfSnapshotsThatCannotBeRead() {
    Backlog backlog = inheriting(CRAMPED, cuts(200, _ -> true));

    assertThat(backlog.counts().bytes()).isLessThanOrEqualTo(CRAMPED);
    assertThat(backlog.counts().merges()).isZero();
    assertThat(backlog.counts().abandoned(Abandonment.SPACE)).isPositive();
    assertThat(backlog.counts().waiting() + backlog.counts().lost()).isEqualTo(200);
    assertThat(Parcels.sendAll(backlog, STORE).getLast().cuts().last()).isEqualTo(200);
  }

  @Test
  void mergesOthersAroundASnapshotThatCannotBeRead() {
    Backlog backlog = inheriting(CRAMPED, cuts(200, number -> number == 100));

    assertThat(backlog.counts().bytes()).isLessThanOrEqualTo(CRAMPED);
    assertThat(backlog.counts().lost()).isZero();
    assertThat(Parcels.sendAll(backlog, STORE).stream().map(Backlog.Parcel::cuts))
        .contains(new Cuts(BOOT, 100, 100))
        .startsWith(new Cuts(BOOT, 1, 99));
  }

  /// With work that grows by the square of what waits, this takes minutes.
  @Test
  @Timeout(20)
  void takesOneMoreCutInNoTimeHoweverManyWait() {
    SnapshotFrame frame = cut();
    List<Entry> left =
        LongStream.rangeClosed(1, MANY)
            .mapToObj(number ->
                new Entry(
                    new Cuts(BOOT, number, number),
                    frame.toByteString(),
                    number % 2 == 0 ? new DeliveryState.InDoubt(STORE) : new DeliveryState.Unsent(),
                    0))
            .toList();
    Backlog backlog = inheriting(Long.MAX_VALUE, left);
    for (int i = 0; i < 10; i++) {
      backlog.add(ledger.cut());
    }

    assertThat(backlog.counts().waiting()).isEqualTo(MANY + 10);
    assertThat(backlog.counts().inDoubt()).isEqualTo(MANY / 2);
  }

  /// The clock is set between any two cuts, so that no collector would believe a merge.
  @Test
  void addsNeighboursThatCannotBeMergedUpOnlyOnce() {
    Iterator<Instant> days =
        Stream.iterate(Examples.NOON, day -> day.plus(Duration.ofDays(40))).iterator();
    LatencyLedger leaping = ledger(days::next);
    Backlog backlog = new Backlog(Inheritance.none(BOOT.id()), CRAMPED, new SteppingClock());
    while (backlog.counts().lost() == 0) {
      backlog.add(leaping.cut());
    }
    long sums = backlog.counts().sums.sum();

    for (int further = 1; further <= 10; further++) {
      backlog.add(leaping.cut());
      assertThat(backlog.counts().sums.sum()).isEqualTo(sums + further);
    }
    assertThat(backlog.counts().waiting()).isGreaterThan(3);
    assertThat(backlog.counts().merges()).isZero();
  }
}
