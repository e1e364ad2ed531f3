// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.backlog.Backlog.Parcel;
import dev.zoneprobe.agent.report.backlog.BacklogCounts.Abandonment;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final long ROOMY = 1 << 20;
  private static final long CRAMPED = 2_000; // a few snapshots of one attempt
  private static final int TOO_MANY_TARGETS = 4_000; // of some 1.2 kB each
  private static final StoreId STORE = new StoreId("store-1");
  private static final StoreId OTHER = new StoreId("store-2");

  private final SteppingClock clock = new SteppingClock();
  private final LatencyLedger ledger = ledger("boot");

  private static LatencyLedger ledger(String boot) {
    return new LatencyLedger(
        new IntervalSnapshot.Source("node", "zone-a", boot), InstantSource.fixed(Examples.NOON));
  }

  private Backlog backlog(long maxBytes) {
    return new Backlog(Inheritance.none("boot"), maxBytes, clock);
  }

  private Backlog filled(long maxBytes, int cuts) {
    Backlog backlog = backlog(maxBytes);
    for (int i = 0; i < cuts; i++) {
      backlog.add(snapshotOfOneAttempt(ledger));
    }
    return backlog;
  }

  private static IntervalSnapshot snapshotOfOneAttempt(LatencyLedger ledger) {
    ledger.record(
        Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1)));
    return ledger.cut();
  }

  private static long accountedFor(BacklogCounts counts) {
    assertThat(counts.lost())
        .isEqualTo(
            counts.refused()
                + counts.abandoned(Abandonment.AGE)
                + counts.abandoned(Abandonment.SPACE));
    return counts.acknowledged() + counts.lost() + counts.waiting();
  }

  @Test
  void givesSnapshotsInTheOrderOfTheirCuts() {
    assertThat(Parcels.firsts(Parcels.sendAll(filled(ROOMY, 3), STORE)))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void keepsASnapshotUntilItIsAcknowledged() {
    Backlog backlog = filled(ROOMY, 1);
    Parcel sent = Parcels.sendAll(backlog, STORE).getFirst();

    assertThat(backlog.nextInDoubt(STORE, List.of())).contains(sent);
    backlog.acknowledge(STORE, sent.cuts());
    assertThat(backlog.nextInDoubt(STORE, List.of())).isEmpty();
    assertThat(backlog.counts().acknowledged()).isEqualTo(1);
    assertThat(backlog.counts().bytes()).isZero();
  }

  @Test
  void givesWhatIsInDoubtToItsStoreAlone() {
    Backlog backlog = filled(ROOMY, 2);
    Parcel inDoubt = backlog.nextUnsent(STORE).orElseThrow();

    assertThat(backlog.nextInDoubt(OTHER, List.of())).isEmpty();
    assertThat(Parcels.firsts(Parcels.sendAll(backlog, OTHER))).containsExactly(2L);
    assertThat(backlog.nextInDoubt(STORE, List.of())).contains(inDoubt);
  }

  @Test
  void doesNotGiveTwiceWhatIsUnderWay() {
    Backlog backlog = filled(ROOMY, 2);
    List<Cuts> underWay = Parcels.sendAll(backlog, STORE).stream().map(Parcel::cuts).toList();

    assertThat(backlog.nextInDoubt(STORE, underWay.subList(0, 1)))
        .map(Parcel::cuts)
        .contains(underWay.getLast());
    assertThat(backlog.nextInDoubt(STORE, underWay)).isEmpty();
  }

  @Test
  void tellsEachStoreWhatItAcknowledgedLast() {
    Backlog backlog = filled(ROOMY, 4);
    backlog.acknowledge(STORE, backlog.nextUnsent(STORE).orElseThrow().cuts());
    backlog.acknowledge(OTHER, backlog.nextUnsent(OTHER).orElseThrow().cuts());

    assertThat(backlog.nextUnsent(STORE)).map(p -> Parcels.frame(p).getFollows()).contains(1L);
    assertThat(backlog.nextUnsent(new StoreId("new")))
        .map(p -> Parcels.frame(p).getFollows())
        .contains(0L);
  }

  @Test
  void mergesTheOldestInsteadOfDroppingThem() throws InvalidFrameException {
    Backlog backlog = filled(CRAMPED, 50);

    assertThat(backlog.counts().bytes()).isLessThanOrEqualTo(CRAMPED);
    assertThat(backlog.counts().merges()).isPositive();
    assertThat(backlog.counts().waiting()).isEqualTo(50);
    assertThat(Parcels.attemptsIn(Parcels.sendAll(backlog, STORE))).isEqualTo(50);
  }

  @Test
  void doesNotMergeAcrossAClockThatWasSetByMonths() {
    Backlog backlog = backlog(CRAMPED);
    for (int day = 0; day < 600; day += 300) {
      for (int i = 0; i < 10; i++) {
        backlog.add(at(snapshotOfOneAttempt(ledger), Examples.NOON.plus(Duration.ofDays(day))));
      }
    }

    List<Parcel> parcels = Parcels.sendAll(backlog, STORE);
    assertThat(backlog.counts().merges()).isPositive();
    assertThat(parcels)
        .noneMatch(parcel -> parcel.cuts().first() <= 10 && parcel.cuts().last() > 10);
    assertThat(Parcels.firsts(parcels)).contains(1L, 11L);
  }

  /// It would end the agent: an outage of the collector must not be one of the probing.
  @Test
  void givesUpTheOldestThatNoMergeMakesSmallerAndNeverTheNewest() {
    Backlog backlog = backlog(1);
    for (int year = 0; year < 5; year++) {
      backlog.add(
          at(snapshotOfOneAttempt(ledger), Examples.NOON.plus(Duration.ofDays(365L * year))));
    }

    assertThat(backlog.counts().abandoned(Abandonment.SPACE)).isEqualTo(4);
    assertThat(accountedFor(backlog.counts())).isEqualTo(ledger.cuts());
    assertThat(Parcels.firsts(Parcels.sendAll(backlog, STORE))).containsExactly(5L);
  }

  private static IntervalSnapshot at(IntervalSnapshot cut, Instant moment) {
    IntervalSnapshot.Span span = cut.span();
    return new IntervalSnapshot(
        cut.source(),
        new IntervalSnapshot.Span(span.firstSequence(), span.lastSequence(), moment, moment),
        cut.subjects());
  }

  @Test
  void refusesACutThatIsLargerThanAnyMessageAndGoesOn() {
    Backlog backlog = backlog(ROOMY);
    for (int target = 0; target < TOO_MANY_TARGETS; target++) {
      for (int micros = 1; micros < 400; micros++) {
        ledger.record(
            Examples.attempt(
                Examples.subject("target-" + target),
                new Outcome.Success(),
                Duration.ofNanos(1_000L * micros * micros)));
      }
    }
    backlog.add(ledger.cut());
    backlog.add(snapshotOfOneAttempt(ledger));

    assertThat(backlog.counts().refused()).isEqualTo(1);
    assertThat(Parcels.firsts(Parcels.sendAll(backlog, STORE))).containsExactly(2L);
    assertThat(accountedFor(backlog.counts())).isEqualTo(2);
  }

  @Test
  void aMergeAddsUpWhatWasSeenOfEachPeer() throws InvalidFrameException {
    Backlog backlog = backlog(CRAMPED);
    for (int i = 0; i < 50; i++) {
      backlog.add(withPeer(ledger.cut(), "node-" + i % 3));
    }

    Map<String, Long> attempts = new TreeMap<>();
    for (Parcel parcel : Parcels.sendAll(backlog, STORE)) {
      new SnapshotDecoder(FrameLimits.DEFAULT)
          .decode(Parcels.frame(parcel))
          .peers()
          .forEach(peer -> attempts.merge(peer.node(), peer.attempts(), Long::sum));
    }
    assertThat(backlog.counts().merges()).isPositive();
    assertThat(attempts).isEqualTo(Map.of("node-0", 17L, "node-1", 17L, "node-2", 16L));
    assertThat(backlog.counts().peerAttemptsDropped()).isZero();
  }

  @Test
  void countsAttemptsOnPeersThatAMergeHasNoRoomFor() {
    Backlog backlog = backlog(CRAMPED);
    int cuts = PeerInterval.MOST + 20;
    for (int i = 0; i < cuts; i++) {
      backlog.add(withPeer(ledger.cut(), "node-" + i));
    }

    long sent =
        Parcels.sendAll(backlog, STORE).stream()
            .mapToLong(parcel -> Parcels.frame(parcel).getPeersCount())
            .sum();
    assertThat(sent).isGreaterThanOrEqualTo(PeerInterval.MOST);
    assertThat(sent + backlog.counts().peerAttemptsDropped()).isEqualTo(cuts);
    assertThat(backlog.counts().peerAttemptsDropped()).isPositive();
  }

  private static IntervalSnapshot withPeer(IntervalSnapshot cut, String node) {
    LatencyHistogram none = new LatencyHistogram();
    return new IntervalSnapshot(
        cut.source(),
        cut.span(),
        cut.subjects(),
        List.of(new PeerInterval(node, "zone-b", 1, 0, none, none)));
  }

  @Test
  void aMergeKeepsTheSlowestAttemptWholeAndCountsTheOthersAsDropped() {
    Backlog backlog = backlog(CRAMPED);
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
        Parcels.sendAll(backlog, STORE).stream()
            .flatMap(parcel -> Parcels.frame(parcel).getSubjectsList().stream())
            .flatMap(subject -> subject.getAttemptsList().stream())
            .map(AttemptFrame::getId)
            .toList();
    assertThat(told).contains(1L).doesNotContain(2L);
    assertThat(told.size() + backlog.counts().attemptsDropped()).isEqualTo(50);
  }

  @Test
  void neverMergesASnapshotThatAStoreMayHave() {
    Backlog backlog = filled(CRAMPED, 1);
    Parcel inDoubt = backlog.nextUnsent(STORE).orElseThrow();
    for (int i = 0; i < 50; i++) {
      backlog.add(snapshotOfOneAttempt(ledger));
    }

    assertThat(backlog.nextInDoubt(STORE, List.of())).contains(inDoubt);
    assertThat(backlog.counts().merges()).isPositive();
  }

  @Test
  void mergesAcrossNoGapAndNoRestart() {
    LatencyLedger before = ledger("before");
    Boot boot = new Boot(1, "before");
    SnapshotFrame first = SnapshotEncoder.encode(snapshotOfOneAttempt(before));
    before.cut();
    SnapshotFrame third = SnapshotEncoder.encode(snapshotOfOneAttempt(before));
    List<Entry> left = List.of(Entry.unsent(boot, first), Entry.unsent(boot, third));
    Backlog backlog =
        new Backlog(
            new Inheritance(new Boot(2, "boot"), left::forEach, Mirror.NONE), CRAMPED, clock);
    for (int i = 0; i < 50; i++) {
      backlog.add(snapshotOfOneAttempt(ledger));
    }

    assertThat(backlog.counts().merges()).isPositive();
    assertThat(Parcels.firsts(Parcels.sendAll(backlog, STORE))).startsWith(1L, 3L, 1L);
  }

  @Test
  void deliversWhatItInheritedFirstAndUnderItsOldName() {
    SnapshotFrame left = SnapshotEncoder.encode(snapshotOfOneAttempt(ledger("before")));
    Inheritance inheritance =
        new Inheritance(
            new Boot(2, "boot"),
            List.of(Entry.unsent(new Boot(1, "before"), left))::forEach,
            Mirror.NONE);
    Backlog backlog = new Backlog(inheritance, ROOMY, clock);
    backlog.add(snapshotOfOneAttempt(ledger));

    assertThat(Parcels.sendAll(backlog, STORE))
        .map(parcel -> Parcels.frame(parcel).getSource().getBootId())
        .containsExactly("before", "boot");
    assertThat(backlog.counts().inherited()).isEqualTo(1);
  }

  @Test
  void doesNotTakeAReceiptFromAStoreThatItWasNotSentTo() {
    Backlog backlog = filled(ROOMY, 1);
    Parcel sent = backlog.nextUnsent(STORE).orElseThrow();

    backlog.acknowledge(OTHER, sent.cuts());

    assertThat(backlog.counts().waiting()).isEqualTo(1);
    assertThat(backlog.counts().acknowledged()).isZero();
  }

  @Test
  void givesUpWhatIsInDoubtAtAStoreThatWasAwayForADay() {
    Backlog backlog = filled(ROOMY, 1);
    Parcels.sendAll(backlog, STORE);

    clock.step(Duration.ofHours(23));
    backlog.add(snapshotOfOneAttempt(ledger));
    assertThat(backlog.counts().abandoned(Abandonment.AGE)).isZero();
    clock.step(Duration.ofHours(2));
    backlog.add(snapshotOfOneAttempt(ledger));

    assertThat(backlog.counts().abandoned(Abandonment.AGE)).isEqualTo(1);
    assertThat(backlog.counts().waiting()).isEqualTo(2);
  }

  @Test
  void givesUpNothingWhileItsStoreIsThere() {
    Backlog backlog = filled(ROOMY, 1);
    Parcels.sendAll(backlog, STORE);

    clock.step(Duration.ofHours(23));
    backlog.met(STORE);
    clock.step(Duration.ofHours(23));
    backlog.add(snapshotOfOneAttempt(ledger));

    assertThat(backlog.counts().abandoned(Abandonment.AGE)).isZero();
  }

  @Test
  void givesUpTheOldestInDoubtWhenTheyFillItAloneAndTheirStoreIsAway() {
    Backlog backlog = filled(CRAMPED, 1);
    for (int i = 0; i < 20; i++) {
      Parcels.sendAll(backlog, STORE);
      backlog.add(snapshotOfOneAttempt(ledger));
    }
    assertThat(backlog.counts().abandoned(Abandonment.SPACE)).isZero();

    clock.step(Duration.ofMinutes(2));
    backlog.add(snapshotOfOneAttempt(ledger));

    assertThat(backlog.counts().abandoned(Abandonment.SPACE)).isPositive();
    assertThat(backlog.counts().bytes()).isLessThan(2 * CRAMPED);
    assertThat(backlog.nextInDoubt(STORE, List.of())).map(p -> p.cuts().first()).isNotEqualTo(1L);
  }

  @Test
  void accountsForEveryCut() {
    Backlog backlog = filled(CRAMPED, 20);
    backlog.acknowledge(STORE, backlog.nextUnsent(STORE).orElseThrow().cuts());
    backlog.refuse(STORE, backlog.nextUnsent(STORE).orElseThrow().cuts());
    Parcel _ = backlog.nextUnsent(STORE).orElseThrow();
    clock.step(Duration.ofHours(25));
    backlog.add(snapshotOfOneAttempt(ledger));

    assertThat(accountedFor(backlog.counts())).isEqualTo(ledger.cuts());
    assertThat(backlog.counts().refused()).isPositive();
    assertThat(backlog.counts().abandoned(Abandonment.AGE)).isPositive();
  }

  @Test
  void tellsWhenNothingWaitsAnyMore() {
    Backlog backlog = filled(ROOMY, 1);
    Parcel sent = backlog.nextUnsent(STORE).orElseThrow();

    assertThat(backlog.whenEmpty()).isNotDone();
    backlog.acknowledge(STORE, sent.cuts());
    assertThat(backlog.whenEmpty()).isDone();
  }
}
