// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class OngoingAttemptTest {
  private final AtomicLong now = new AtomicLong(1_000);
  private final OngoingAttempt attempt =
      Attempts.begin(new Endpoint.Tcp("127.0.0.1", 1), Duration.ofMillis(1), now::get);

  @Test
  void leavesThePhaseOpenThatEndsPastTheDeadline() {
    attempt.start(Phase.DNS_LOOKUP);
    now.set(1_500_000);
    attempt.end(Phase.DNS_LOOKUP);

    Attempt ended = attempt.timedOut();

    assertThat(ended.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
    assertThat(ended.phaseNanos()).containsEntry(Phase.DNS_LOOKUP, 1_000_000L);
  }

  @Test
  void endsWhereItsLastEventHappenedAndNotWhenItsThreadLearnsOfIt() {
    attempt.start(Phase.TCP_CONNECT);
    now.set(3_000);
    attempt.ends();
    now.set(9_000);

    Attempt ended = attempt.failed(Failure.CONNECT_REFUSED);

    assertThat(ended.phaseNanos())
        .containsEntry(Phase.TCP_CONNECT, 2_000L)
        .containsEntry(Phase.TOTAL, 2_000L);
  }

  @Test
  void goesOnIfAPhaseStartsAfterWhatLookedLikeTheEnd() {
    attempt.ends();
    now.set(3_000);
    attempt.start(Phase.TCP_CONNECT);
    now.set(9_000);

    Attempt ended = attempt.failed(Failure.CONNECT_REFUSED);

    assertThat(ended.phaseNanos()).containsEntry(Phase.TOTAL, 8_000L);
  }

  @Test
  void waitsForItsDeadlineIfItGoesOnAfterWhatLookedLikeTheEnd() {
    attempt.start(Phase.DNS_LOOKUP);
    now.set(3_000);
    attempt.ends();
    attempt.goesOn();
    now.set(1_500_000);

    Attempt ended = attempt.failed(Failure.DNS_TIMEOUT);

    assertThat(ended.phaseNanos())
        .containsEntry(Phase.DNS_LOOKUP, 1_000_000L)
        .containsEntry(Phase.TOTAL, 1_000_000L);
  }

  @Test
  void failsForTheReasonOfALookupThatEndedInTimeAndIsLearntOfLater() {
    attempt.start(Phase.DNS_LOOKUP);
    now.set(3_000);
    attempt.ends();
    now.set(1_500_000);

    Attempt ended = new LookupFailedException("nobody.test", Failure.DNS_NXDOMAIN).end(attempt);

    assertThat(ended.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_NXDOMAIN, Phase.DNS_LOOKUP));
    assertThat(ended.phaseNanos()).containsEntry(Phase.TOTAL, 2_000L);
  }

  @Test
  void hasNoDetailOfWhatCameTooLate() {
    attempt.start(Phase.ROUND_TRIP);
    now.set(1_500_000);
    attempt.endsWith(Phase.ROUND_TRIP);
    attempt.observations().detail("HTTP status 200");

    assertThat(attempt.succeeded().trace().detail()).isEmpty();
  }

  @Test
  void timesOutForWhatWasToComeNext() {
    OngoingAttempt secured = begin("https://shop.test/");
    OngoingAttempt plain = begin("http://shop.test/");

    assertThat(reasonAtItsDeadline(begin("https://shop.test/"))).isEqualTo(Failure.DNS_TIMEOUT);
    assertThat(reasonAtItsDeadline(begin("https://[::1]/"))).isEqualTo(Failure.CONNECT_TIMEOUT);
    assertThat(reasonAtItsDeadline(begin("http://localhost/"))).isEqualTo(Failure.CONNECT_TIMEOUT);
    assertThat(reasonAtItsDeadline(after(Phase.DNS_LOOKUP, begin("https://shop.test/"))))
        .isEqualTo(Failure.CONNECT_TIMEOUT);
    assertThat(reasonAtItsDeadline(after(Phase.TCP_CONNECT, secured)))
        .isEqualTo(Failure.TLS_HANDSHAKE);
    assertThat(reasonAtItsDeadline(after(Phase.TLS_HANDSHAKE, secured)))
        .isEqualTo(Failure.ROUND_TRIP_TIMEOUT);
    assertThat(reasonAtItsDeadline(after(Phase.TCP_CONNECT, plain)))
        .isEqualTo(Failure.ROUND_TRIP_TIMEOUT);
  }

  @Test
  void waitsForTheAnswerOnAConnectionThatIsReused() {
    OngoingAttempt reusing = begin("https://shop.test/");
    reusing.reusesConnection();
    OngoingAttempt replacing = begin("https://shop.test/");
    replacing.reusesConnection();
    replacing.opensConnection();

    assertThat(reasonAtItsDeadline(reusing)).isEqualTo(Failure.ROUND_TRIP_TIMEOUT);
    assertThat(reasonAtItsDeadline(replacing)).isEqualTo(Failure.DNS_TIMEOUT);
  }

  private OngoingAttempt begin(String url) {
    return Attempts.begin(Endpoint.Http.get(URI.create(url)), Duration.ofMillis(1), now::get);
  }

  private static OngoingAttempt after(Phase phase, OngoingAttempt attempt) {
    attempt.start(phase);
    attempt.end(phase);
    return attempt;
  }

  private static Failure reasonAtItsDeadline(OngoingAttempt attempt) {
    Attempt ended = attempt.timedOut();
    assertThat(ended.phaseNanos()).containsEntry(Phase.TOTAL, 1_000_000L);
    return ((Outcome.Failed) ended.outcome()).reason();
  }

  @Test
  void ignoresAPhaseThatStartsPastTheDeadline() {
    now.set(1_500_000);
    attempt.start(Phase.TCP_CONNECT);

    Attempt ended = attempt.timedOut();

    assertThat(ended.phaseNanos()).doesNotContainKey(Phase.TCP_CONNECT);
  }
}
