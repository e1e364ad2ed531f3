// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LateToLearn;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Endpoint.RecordType;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DnsProbeTest {
  private static final int NOERROR = 0;
  private static final int NXDOMAIN = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final EventLoops loops = EventLoops.start(1);
  private final FakeNameserver nameserver = new FakeNameserver();

  @AfterEach
  void stop() {
    loops.close();
    nameserver.close();
  }

  @Test
  void succeedsWithAnAddressOfTheType() {
    nameserver.answers("AAAA web.test.", "web.test. AAAA 2001:db8::1");

    Attempt attempt = probe(system("web.test", RecordType.AAAA));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
    assertThat(attempt.phaseNanos())
        .containsOnlyKeys(Phase.DNS_LOOKUP, Phase.TOTAL, Phase.LATE, Phase.RESPONSE);
    assertThat(Attempts.sumOfPhases(attempt))
        .isLessThanOrEqualTo(attempt.phaseNanos().get(Phase.TOTAL));
    assertThat(nameserver.queries()).containsExactly("udp AAAA web.test.");
  }

  @Test
  void failsWithoutAnAddressOfTheType() {
    nameserver.answers("AAAA web.test.");

    Attempt attempt = probe(system("web.test.", RecordType.AAAA));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_NO_ADDRESS, Phase.DNS_LOOKUP));
  }

  @Test
  void succeedsWithTheCodeThatIsWanted() {
    Attempt attempt = probe(expecting(NXDOMAIN, "blocked.test"));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.phaseNanos()).containsKey(Phase.DNS_LOOKUP);
  }

  @Test
  void asksForANameThatIsToFailAsItStands() {
    probe(expecting(NXDOMAIN, "blocked"));

    assertThat(nameserver.queries()).containsExactly("udp A blocked.");
  }

  @Test
  void failsWithAnAddressThatIsNotWanted() {
    nameserver.answers("A blocked.test.", "blocked.test. A 192.0.2.1");

    Attempt attempt = probe(expecting(NXDOMAIN, "blocked.test"));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_SERVFAIL, Phase.DNS_LOOKUP));
    assertThat(attempt.trace().detail()).contains("rcode NOERROR, expected NXDOMAIN");
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, DNS_REFUSED, 0, 'rcode REFUSED, expected NOERROR'",
    "SERVFAIL, DNS_SERVFAIL, 3, 'rcode SERVFAIL, expected NXDOMAIN'",
    "NXDOMAIN, DNS_NXDOMAIN, 5, 'rcode NXDOMAIN, expected REFUSED'",
    "NOERROR, DNS_SERVFAIL, 2, 'rcode NOERROR, expected SERVFAIL'",
    "'', DNS_SERVFAIL, 3, 'rcode 12, expected NXDOMAIN'"
  })
  void tellsWhichCodeCameForTheOneThatIsWanted(
      String code, Failure reason, int wanted, String detail) {
    nameserver.answers("A web.test.", code(code));

    Attempt attempt = probe(expecting(wanted, "web.test."));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(reason, Phase.DNS_LOOKUP));
    assertThat(attempt.trace().detail()).contains(detail);
  }

  /// The last has no name.
  private static DnsResponseCode code(String name) {
    return switch (name) {
      case "NOERROR" -> DnsResponseCode.NOERROR;
      case "REFUSED" -> DnsResponseCode.REFUSED;
      case "SERVFAIL" -> DnsResponseCode.SERVFAIL;
      case "NXDOMAIN" -> DnsResponseCode.NXDOMAIN;
      default -> DnsResponseCode.valueOf(12);
    };
  }

  @Test
  void succeedsWithoutAnAddressIfTheCodeOfSuccessIsAllThatIsWanted() {
    nameserver.answers("A web.test.");

    Attempt attempt = probe(expecting(NOERROR, "web.test."));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.phaseNanos()).containsKey(Phase.DNS_LOOKUP);
    assertThat(nameserver.queries()).containsExactly("udp A web.test.");
  }

  @Test
  void timesOutIfNobodySaysTheCodeOfSuccess() {
    nameserver.ignores("A web.test.");

    Attempt attempt = probe(expecting(NOERROR, "web.test."));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
  }

  @Test
  void completesANameThatIsToExist() {
    nameserver.answers("A web.a.test.");

    Attempt attempt = probe(expecting(NOERROR, "web"));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(nameserver.queries()).containsExactly("udp A web.a.test.");
  }

  @Test
  void completesANameAtTheSystemsNameserver() {
    nameserver.answers("A web.a.test.", "web.a.test. A 192.0.2.1");

    Attempt attempt = probe(system("web", RecordType.A));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(nameserver.queries()).containsExactly("udp A web.a.test.");
  }

  @Test
  void asksAChosenNameserverForTheNameAsItStands() {
    try (FakeNameserver chosen = new FakeNameserver()) {
      chosen.answers("A web.", "web. A 192.0.2.1");

      Attempt attempt =
          probe(
              new Endpoint.Dns(
                  Optional.of(chosen.address()), "web", RecordType.A, Optional.empty()));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(chosen.queries()).containsExactly("udp A web.");
      assertThat(nameserver.queries()).isEmpty();
    }
  }

  @Test
  void timesOutAtTheDeadline() {
    nameserver.ignores("A web.test.");

    Attempt attempt = probe(system("web.test", RecordType.A));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
    assertThat(attempt.phaseNanos()).containsEntry(Phase.TOTAL, TIMEOUT.toNanos());
    assertThat(attempt.trace().detail())
        .contains("nameserver %s: no answer in time".formatted(text(nameserver.address())));
  }

  @Test
  void whatComesAfterTheDeadlineIsNoAnswer() {
    assertTooLate(system("nobody.test.", RecordType.A));
  }

  @Test
  void norIsAnAddress() {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1");

    assertTooLate(system("web.test.", RecordType.A));
  }

  @Test
  void norIsAnotherCodeThanTheOneThatIsWanted() {
    assertTooLate(expecting(NOERROR, "nobody.test."));
  }

  private void assertTooLate(Endpoint.Dns endpoint) {
    NanoClock pastTheDeadlineOnceAsked =
        () -> nameserver.queries().isEmpty() ? 0 : TIMEOUT.plusNanos(1).toNanos();

    Attempt attempt = probe(endpoint, pastTheDeadlineOnceAsked);

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
    assertThat(attempt.phaseNanos()).containsEntry(Phase.TOTAL, TIMEOUT.toNanos());
    assertThat(attempt.trace().lookup().orElseThrow().reply()).isEmpty();
    assertThat(attempt.trace().detail())
        .contains("nameserver %s: no answer in time".formatted(text(nameserver.address())));
  }

  @Test
  void norIsWhatWasAskedForAfterIt() {
    Thread here = Thread.currentThread();
    NanoClock lateOnTheEventLoop =
        () -> Thread.currentThread().equals(here) ? 0 : TIMEOUT.plusNanos(1).toNanos();

    Attempt attempt = probe(system("web.test.", RecordType.A), lateOnTheEventLoop);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.TOTAL));
  }

  @Test
  void whatCameInTimeIsAnAnswerAlsoIfTheAttemptLearnsOfItPastTheDeadline() {
    LateToLearn clock = new LateToLearn(TIMEOUT.plusMillis(500));

    Attempt attempt = probe(expecting(NXDOMAIN, "blocked.test"), clock);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.phaseNanos().get(Phase.TOTAL)).isLessThan(TIMEOUT.toNanos());
  }

  @Test
  void tellsThatNothingListensAtTheNameserver() {
    nameserver.close();

    Attempt attempt = probe(system("web.test", RecordType.A));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
    assertThat(attempt.trace().detail())
        .contains("nameserver %s: connection refused".formatted(text(nameserver.address())));
  }

  @Test
  void tellsWhatTheSystemSaidAboutANameserverThatCannotBeAsked() {
    InetSocketAddress everybody = new InetSocketAddress("255.255.255.255", 53);

    Attempt attempt =
        probe(new Endpoint.Dns(Optional.of(everybody), "web.test", RecordType.A, Optional.empty()));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.TOTAL));
    assertThat(attempt.trace().detail())
        .contains("nameserver 255.255.255.255:53: Permission denied");
  }

  private static String text(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }

  private static Endpoint.Dns system(String name, RecordType type) {
    return new Endpoint.Dns(Optional.empty(), name, type, Optional.empty());
  }

  private static Endpoint.Dns expecting(int rcode, String name) {
    return new Endpoint.Dns(Optional.empty(), name, RecordType.A, Optional.of(rcode));
  }

  private Attempt probe(Endpoint.Dns endpoint) {
    return probe(endpoint, NanoClock.SYSTEM);
  }

  private Attempt probe(Endpoint.Dns endpoint, NanoClock clock) {
    DnsSettings settings = asking(nameserver);
    try (DnsProbe probe = new DnsProbe(endpoint, new DnsClient(loops, () -> settings))) {
      return probe.attempt(Attempts.begin(endpoint, TIMEOUT, clock));
    }
  }

  private static DnsSettings asking(FakeNameserver server) {
    return new DnsSettings(
        List.of(server.address()),
        List.of("a.test"),
        1,
        Duration.ofSeconds(5),
        2,
        DnsSettings.Family.BOTH,
        Set.of());
  }

  @Test
  void asksTheNameserverOfTheTime() {
    Endpoint.Dns endpoint = system("web.test.", RecordType.A);
    try (FakeNameserver other = new FakeNameserver()) {
      AtomicReference<DnsSettings> inForce = new AtomicReference<>(asking(nameserver));
      DnsProbe probe = new DnsProbe(endpoint, new DnsClient(loops, inForce::get));
      probe.attempt(Attempts.begin(endpoint, TIMEOUT));

      inForce.set(asking(other));
      probe.attempt(Attempts.begin(endpoint, TIMEOUT));

      assertThat(nameserver.queries()).containsExactly("udp A web.test.");
      assertThat(other.queries()).containsExactly("udp A web.test.");
    }
  }
}
