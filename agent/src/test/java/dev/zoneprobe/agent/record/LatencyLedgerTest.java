// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.plausibility.Plausibility;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LatencyLedgerTest {
  private static final Subject SUBJECT = Examples.subject("t");
  private static final Outcome SUCCESS = new Outcome.Success();
  private static final Outcome TIMEOUT =
      new Outcome.Failed(Failure.CONNECT_TIMEOUT, Phase.TCP_CONNECT);

  private final LatencyLedger ledger =
      new LatencyLedger(
          new IntervalSnapshot.Source("node", "zone-a", "boot"),
          InstantSource.fixed(Examples.NOON));

  private static SubjectInterval.Series totals(SubjectInterval interval, Outcome.Kind outcome) {
    Slice slice = new Slice(Phase.TOTAL, Connection.NEW, outcome, SourceState.CALM);
    return Objects.requireNonNull(interval.series().get(slice));
  }

  /// As on a host without a clock of its own, once it has asked for the time. What was in flight
  /// then ends in the next interval.
  @Test
  void aClockThatIsSetByYearsTakesNoSnapshotWithIt() throws InvalidFrameException {
    AtomicReference<Instant> now = new AtomicReference<>(Examples.NOON);
    LatencyLedger setLedger =
        new LatencyLedger(new IntervalSnapshot.Source("node", "zone-a", "boot"), now::get);
    setLedger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(1)));
    now.set(Examples.NOON.plus(Duration.ofDays(3_000)));

    IntervalSnapshot meanwhile = setLedger.cut();
    setLedger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(2)));
    IntervalSnapshot afterwards = setLedger.cut();

    assertThat(meanwhile.span().to()).isEqualTo(now.get());
    Plausibility.check(Plausibility.withNearAttempts(meanwhile));
    Plausibility.check(Plausibility.withNearAttempts(afterwards));
  }

  @Test
  void keepsFailuresInTheDistribution() {
    ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(1)));
    ledger.record(Examples.attempt(SUBJECT, TIMEOUT, Duration.ofSeconds(5)));

    SubjectInterval interval = ledger.cut().subjects().getFirst();

    assertThat(totals(interval, Outcome.Kind.SUCCESS).histogram().sumNanos()).isEqualTo(1_000_000);
    assertThat(totals(interval, Outcome.Kind.FAILURE).histogram().sumNanos())
        .isEqualTo(5_000_000_000L);
    assertThat(interval.counts().failures()).containsEntry(Failure.CONNECT_TIMEOUT, 1L);
  }

  @Test
  void startsEachIntervalEmptyAndNumbersItNext() {
    ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(1)));

    IntervalSnapshot first = ledger.cut();
    IntervalSnapshot second = ledger.cut();

    assertThat(first.span().firstSequence()).isEqualTo(1);
    assertThat(first.subjects()).hasSize(1);
    assertThat(second.span().firstSequence()).isEqualTo(2);
    assertThat(second.subjects()).isEmpty();
  }

  @Test
  void takesNothingIfItsConditionCannotBeTold() {
    ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(1)));

    assertThatThrownBy(() -> ledger.cut(() -> new Condition("1", -1, 0, 0, Noise.NONE)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(ledger.cuts()).isZero();
    assertThat(ledger.cut().subjects()).hasSize(1);
  }

  @Test
  void takesTheSlowestAttemptAsExemplar() {
    ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(3)));
    ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(9)));
    ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofMillis(5)));

    SubjectInterval interval = ledger.cut().subjects().getFirst();

    assertThat(totals(interval, Outcome.Kind.SUCCESS).exemplar())
        .hasValueSatisfying(slowest -> assertThat(slowest.nanos()).isEqualTo(9_000_000));
  }

  @Test
  void letsTheSlowestAttemptStandForAPhaseThatWasNotMuchSlowerInAnother() {
    long slowest = 1;
    ledger.record(connecting(slowest, Duration.ofMillis(90), Duration.ofMillis(10)));
    ledger.record(connecting(2, Duration.ofMillis(50), Duration.ofMillis(14)));

    SubjectInterval interval = ledger.cut().subjects().getFirst();

    assertThat(connects(interval).exemplar()).map(Exemplar::attemptId).contains(slowest);
    assertThat(connects(interval).exemplar()).map(Exemplar::nanos).contains(10_000_000L);
    assertThat(interval.attempts()).map(Attempt::id).containsExactly(slowest);
  }

  @Test
  void tellsAnotherAttemptWholeWhosePhaseWasMuchSlower() {
    ledger.record(connecting(1, Duration.ofMillis(90), Duration.ofMillis(10)));
    ledger.record(connecting(2, Duration.ofMillis(50), Duration.ofMillis(40)));

    SubjectInterval interval = ledger.cut().subjects().getFirst();

    assertThat(connects(interval).exemplar()).map(Exemplar::attemptId).contains(2L);
    assertThat(interval.attempts()).map(Attempt::id).containsExactly(1L, 2L);
  }

  @Test
  void tellsTheLatestFailureOfEachReasonWhole() {
    Outcome refused = new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT);
    ledger.record(Examples.attempt(1, SUBJECT, TIMEOUT, Duration.ofSeconds(5), Map.of()));
    ledger.record(Examples.attempt(2, SUBJECT, refused, Duration.ofMillis(2), Map.of()));
    ledger.record(Examples.attempt(3, SUBJECT, refused, Duration.ofMillis(1), Map.of()));

    SubjectInterval interval = ledger.cut().subjects().getFirst();

    assertThat(interval.attempts()).map(Attempt::id).containsExactly(1L, 3L);
  }

  private static Attempt connecting(long id, Duration total, Duration connect) {
    return Examples.attempt(
        id, SUBJECT, SUCCESS, total, Map.of(Phase.TCP_CONNECT, connect.toNanos()));
  }

  private static SubjectInterval.Series connects(SubjectInterval interval) {
    Slice slice =
        new Slice(Phase.TCP_CONNECT, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.CALM);
    return Objects.requireNonNull(interval.series().get(slice));
  }

  @Test
  void countsWhatWasSkipped() {
    ledger.skipped(SUBJECT, SkipReason.IN_FLIGHT_LIMIT);
    ledger.skipped(SUBJECT, SkipReason.IN_FLIGHT_LIMIT);

    SubjectInterval interval = ledger.cut().subjects().getFirst();

    assertThat(interval.counts().skipped()).containsEntry(SkipReason.IN_FLIGHT_LIMIT, 2L);
    assertThat(interval.counts().ended()).isZero();
  }

  @Test
  void losesNoAttemptBetweenWritersAndCuts() throws Exception {
    int writers = 4;
    int attemptsEach = 20_000;
    List<IntervalSnapshot> snapshots = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        writing.add(threads.submit(() -> recordMany(attemptsEach)));
      }
      while (writing.stream().anyMatch(writer -> !writer.isDone())) {
        snapshots.add(ledger.cut());
      }
      for (Future<?> writer : writing) {
        writer.get();
      }
    }
    snapshots.add(ledger.cut());

    long recorded =
        snapshots.stream()
            .flatMap(snapshot -> snapshot.subjects().stream())
            .mapToLong(LatencyLedgerTest::wholeAttempts)
            .sum();
    assertThat(recorded).isEqualTo((long) writers * attemptsEach);
  }

  private void recordMany(int attempts) {
    for (int i = 0; i < attempts; i++) {
      ledger.record(Examples.attempt(SUBJECT, SUCCESS, Duration.ofNanos(1_000L + i)));
    }
  }

  /// The number of attempts, if each of them is in this snapshot with all of its phases.
  private static long wholeAttempts(SubjectInterval interval) {
    long successes = interval.counts().successes();
    assertThat(interval.series().values())
        .allSatisfy(series -> assertThat(series.histogram().count()).isEqualTo(successes));
    return successes;
  }
}
