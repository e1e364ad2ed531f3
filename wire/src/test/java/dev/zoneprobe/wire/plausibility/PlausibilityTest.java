// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plausibility;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlausibilityTest {
  private static final IntervalSnapshot HONEST = honest(1);

  /// Its attempts began when they were cut, and not at any time.
  private static IntervalSnapshot honest(long seed) {
    IntervalSnapshot cut = Snapshots.cut(1, new RandomAttempts(seed).take(100));
    return cut.with(
        cut.subjects().stream()
            .map(one -> new SubjectInterval(one.subject(), one.counts(), one.series()))
            .toList());
  }

  private static IntervalSnapshot with(IntervalSnapshot snapshot, List<SubjectInterval> subjects) {
    return new IntervalSnapshot(snapshot.source(), snapshot.span(), subjects);
  }

  private static IntervalSnapshot over(Duration length) {
    Instant from = HONEST.span().from();
    return new IntervalSnapshot(
        HONEST.source(), new Span(1, 1, from, from.plus(length)), HONEST.subjects());
  }

  private static IntervalSnapshot counting(Counts more) {
    SubjectInterval first = HONEST.subjects().getFirst();
    return with(
        HONEST,
        List.of(new SubjectInterval(first.subject(), first.counts().plus(more), first.series())));
  }

  private static void assertRefused(Reason reason, IntervalSnapshot snapshot) {
    assertThatExceptionOfType(InvalidFrameException.class)
        .isThrownBy(() -> Plausibility.check(snapshot))
        .extracting(InvalidFrameException::reason)
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void letsHonestSnapshotsPass(long seed) {
    assertThatCode(() -> Plausibility.check(honest(seed))).doesNotThrowAnyException();
  }

  @Test
  void letsAMonthPassAndNoMore() {
    assertThatCode(() -> Plausibility.check(over(Duration.ofDays(31)))).doesNotThrowAnyException();
    assertRefused(Reason.INVALID_SPAN, over(Duration.ofDays(31).plusMillis(1)));
  }

  @Test
  void refusesCountsThatNoHistogramHas() {
    assertRefused(
        Reason.INVALID_COUNTS, counting(new Counts(1, Map.of(), Map.of(), Retransmits.NONE)));
  }

  @Test
  void refusesMoreThanAnAgentCanDoInThatTime() {
    long most = (10 + 60) * Plausibility.ATTEMPTS_PER_SECOND;
    long skipped =
        HONEST
            .subjects()
            .getFirst()
            .counts()
            .skipped()
            .getOrDefault(SkipReason.IN_FLIGHT_LIMIT, 0L);
    Counts justSo =
        new Counts(
            0, Map.of(), Map.of(SkipReason.IN_FLIGHT_LIMIT, most - skipped), Retransmits.NONE);
    Counts oneMore = new Counts(0, Map.of(), Map.of(SkipReason.STOPPING, 1L), Retransmits.NONE);

    assertThatCode(() -> Plausibility.check(counting(justSo))).doesNotThrowAnyException();
    assertRefused(Reason.IMPLAUSIBLE, counting(justSo.plus(oneMore)));
  }

  @Test
  void refusesMoreRetransmitsThanAttemptsCanHave() {
    Counts resent = new Counts(0, Map.of(), Map.of(), new Retransmits(0, 100_000_000));

    assertRefused(Reason.IMPLAUSIBLE, counting(resent));
  }

  @Test
  void refusesMoreAttemptsOnPeersByNodeThanAltogether() {
    long attempts = HONEST.subjects().stream().mapToLong(one -> one.counts().ended()).sum();

    assertThatCode(() -> Plausibility.check(probing(attempts))).doesNotThrowAnyException();
    assertRefused(Reason.INVALID_COUNTS, probing(attempts + 1));
  }

  private static IntervalSnapshot probing(long attempts) {
    LatencyHistogram none = new LatencyHistogram();
    return new IntervalSnapshot(
        HONEST.source(),
        HONEST.span(),
        HONEST.subjects(),
        List.of(new PeerInterval("node-z", "zone-z", attempts, 0, none, none)));
  }

  @Test
  void refusesAnExemplarThatIsNoneOfItsDurations() {
    SubjectInterval first = HONEST.subjects().getFirst();
    Map<dev.zoneprobe.measure.interval.Slice, Series> series = new HashMap<>(first.series());
    series.replaceAll((_, one) ->
        new Series(
            one.histogram(),
            Optional.of(
                new Exemplar(one.histogram().maxNanos() + 1, Instant.EPOCH, 1, Optional.empty()))));

    assertRefused(
        Reason.INVALID_SUBJECT,
        with(HONEST, List.of(new SubjectInterval(first.subject(), first.counts(), series))));
  }

  @Test
  void refusesAnAttemptFarOutsideOfItsInterval() {
    IntervalSnapshot anyTime = Snapshots.cut(1, new RandomAttempts(1).take(100));

    assertRefused(Reason.INVALID_ATTEMPT, anyTime);
  }
}
