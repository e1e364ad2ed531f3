// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NioLoops;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Lookup;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DnsLookupTest {
  /// Longer than any answer takes that comes at all.
  private static final Duration PATIENT = Duration.ofSeconds(5);

  /// For tests in which a nameserver stays silent.
  private static final Duration HASTY = Duration.ofMillis(800);

  private final EventLoops loops = EventLoops.start(2);
  private final FakeNameserver nameserver = new FakeNameserver();
  private final FakeNameserver second = new FakeNameserver();
  private final OngoingAttempt attempt = begin(Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    loops.close();
    nameserver.close();
    second.close();
  }

  @Test
  void asksForBothFamiliesAndPrefersIpv4() throws LookupFailedException {
    nameserver
        .answers("A web.test.", "web.test. A 192.0.2.1")
        .answers("AAAA web.test.", "web.test. AAAA 2001:db8::1");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(nameserver.queries())
        .containsExactlyInAnyOrder("udp A web.test.", "udp AAAA web.test.");
  }

  @Test
  void takesTheIpv6AddressIfThereIsNoOther() throws LookupFailedException {
    nameserver.answers("A web.test.").answers("AAAA web.test.", "web.test. AAAA 2001:db8::1");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
  }

  @Test
  void asksForOneFamilyOnlyIfToldTo() throws LookupFailedException {
    nameserver.answers("AAAA web.test.", "web.test. AAAA 2001:db8::1");

    lookup(settings(PATIENT, DnsSettings.Family.IPV6)).lookup("web.test", attempt);

    assertThat(nameserver.queries()).containsExactly("udp AAAA web.test.");
  }

  @Test
  void measuresThePhase() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    lookup().lookup("web.test", attempt);

    Attempt ended = attempt.succeeded();
    assertThat(ended.phaseNanos().get(Phase.DNS_LOOKUP)).isPositive();
    assertThat(Attempts.sumOfPhases(ended))
        .isLessThanOrEqualTo(ended.phaseNanos().get(Phase.TOTAL));
  }

  @Test
  void followsAChainOfAliasesInsideAnAnswer() throws LookupFailedException {
    nameserver
        .answers(
            "A web.test.",
            "web.test. CNAME front.test.",
            "front.test. CNAME pod.test.",
            "pod.test. A 192.0.2.7")
        .answers("AAAA web.test.");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
  }

  @Test
  void ignoresAddressesOfNamesThatTheChainDoesNotLeadTo() {
    nameserver.answers("A web.test.", "other.test. A 192.0.2.66").answers("AAAA web.test.");

    LookupFailedException failure = failureOf(lookup(), "web.test");

    assertThat(failure.reason()).isEqualTo(Failure.DNS_NO_ADDRESS);
  }

  @Test
  void asksForTheTargetOfABareAlias() throws LookupFailedException {
    nameserver
        .answers("A web.test.", "web.test. CNAME pod.test.")
        .answers("AAAA web.test.", "web.test. CNAME pod.test.")
        .answers("A pod.test.", "pod.test. A 192.0.2.7")
        .answers("AAAA pod.test.");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
    assertThat(nameserver.queries()).hasSize(4);
  }

  @Test
  void givesUpOnAliasesThatLeadInARing() {
    nameserver
        .answers("A web.test.", "web.test. CNAME pod.test.")
        .answers("A pod.test.", "pod.test. CNAME web.test.");

    LookupFailedException failure =
        failureOf(lookup(settings(PATIENT, DnsSettings.Family.IPV4)), "web.test");

    assertThat(failure.reason()).isEqualTo(Failure.DNS_NO_ADDRESS);
    assertThat(nameserver.queries()).hasSize(9);
  }

  @ParameterizedTest
  @CsvSource({
    "NXDOMAIN, DNS_NXDOMAIN",
    "SERVFAIL, DNS_SERVFAIL",
    "REFUSED, DNS_REFUSED",
    "NOTIMP, DNS_SERVFAIL",
    "NOERROR, DNS_NO_ADDRESS"
  })
  void tellsWhyThereIsNoAddress(String code, Failure reason) {
    nameserver.answers("A web.test.", code(code)).answers("AAAA web.test.", code(code));

    LookupFailedException failure = failureOf(lookup(searching()), "web.test");

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.end(attempt).outcome())
        .isEqualTo(new Outcome.Failed(reason, Phase.DNS_LOOKUP));
  }

  @Test
  void takesTheAddressThatCameIfTheOtherFamilyIsNeverAnswered() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").ignores("AAAA web.test.");

    InetAddress address =
        lookup(settings(HASTY, DnsSettings.Family.BOTH)).lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isGreaterThan(HASTY.dividedBy(2).toNanos());
  }

  @Test
  void asksEveryNameserverAsOftenAsItIsToldTo() {
    nameserver.ignores("A web.test.");
    second.ignores("A web.test.");

    LookupFailedException failure =
        failureOf(lookup(settings(HASTY, DnsSettings.Family.IPV4)), "web.test");

    assertThat(failure.reason()).isEqualTo(Failure.DNS_TIMEOUT);
    assertThat(attempt.remaining()).isPositive();
    assertThat(nameserver.queries()).hasSize(2);
    assertThat(second.queries()).hasSize(2);
  }

  @Test
  void endsAtTheDeadlineOfTheAttempt() {
    nameserver.ignores("A web.test.").ignores("AAAA web.test.");
    OngoingAttempt brief = begin(Duration.ofSeconds(1));

    LookupFailedException failure =
        catchThrowableOfType(LookupFailedException.class, () -> lookup().lookup("web.test", brief));

    Attempt ended = failure.end(brief);
    assertThat(ended.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP));
    assertThat(ended.phaseNanos()).containsEntry(Phase.TOTAL, Duration.ofSeconds(1).toNanos());
  }

  @Test
  void asksAgainOverTcpForAnAnswerThatIsCutOff() throws LookupFailedException {
    nameserver.cutsOff("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(nameserver.queries())
        .containsExactlyInAnyOrder("udp A web.test.", "udp AAAA web.test.", "tcp A web.test.");
  }

  @Test
  void asksTheNextNameserverAtOnceIfTheFirstDoesNotListen() throws LookupFailedException {
    nameserver.close();
    second.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isLessThan(PATIENT.dividedBy(2).toNanos());
  }

  @Test
  void asksTheNextNameserverIfTheFirstIsSilent() throws LookupFailedException {
    nameserver.ignores("A web.test.").ignores("AAAA web.test.");
    second.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress address =
        lookup(settings(HASTY, DnsSettings.Family.BOTH)).lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isGreaterThan(HASTY.dividedBy(2).toNanos());
  }

  @Test
  void asksTheNextNameserverOnlyForWhatTheFirstCouldNotTell() throws LookupFailedException {
    nameserver.answers("A web.test.").answers("AAAA web.test.", DnsResponseCode.SERVFAIL);
    second.answers("AAAA web.test.", "web.test. AAAA 2001:db8::1");

    InetAddress address = lookup().lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(second.queries()).containsExactly("udp AAAA web.test.");
  }

  @Test
  void goesThroughTheSearchListUntilANameExists() throws LookupFailedException {
    nameserver.answers("A web.b.test.", "web.b.test. A 192.0.2.1").answers("AAAA web.b.test.");

    InetAddress address = lookup(searching("a.test", "b.test")).lookup("web", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(nameserver.queries())
        .containsExactlyInAnyOrder(
            "udp A web.a.test.",
            "udp AAAA web.a.test.",
            "udp A web.b.test.",
            "udp AAAA web.b.test.");
  }

  @Test
  void failsForTheReasonOfTheLastCandidate() {
    nameserver
        .answers("A web.", DnsResponseCode.REFUSED)
        .answers("AAAA web.", DnsResponseCode.REFUSED);

    LookupFailedException failure = failureOf(lookup(searching("a.test")), "web");

    assertThat(failure.reason()).isEqualTo(Failure.DNS_REFUSED);
  }

  @Test
  void failsForANameThatNobodyCanBeAskedFor() {
    LookupFailedException failure = failureOf(lookup(searching(".")), "web..test");

    assertThat(failure.reason()).isEqualTo(Failure.DNS_NXDOMAIN);
    assertThat(nameserver.queries()).isEmpty();
  }

  @Test
  void countsTheQueriesThatTheNameserverSaw() throws LookupFailedException {
    nameserver.cutsOff("A web.b.test.", "web.b.test. A 192.0.2.1").answers("AAAA web.b.test.");
    DnsClient client = new DnsClient(loops, () -> searching("a.test", "b.test"));

    Resolution _ = client.lookup(client.addressOf("web", AddressFamily.ANY), attempt);

    Lookup seen = attempt.succeeded().trace().lookup().orElseThrow();
    assertThat(seen.queries()).isEqualTo(5).isEqualTo(nameserver.queries().size());
    assertThat(seen.name()).isEqualTo("web.b.test.");
    assertThat(seen.reply())
        .contains(
            new Lookup.Reply(nameserver.address(), 0, List.of(InetAddress.ofLiteral("192.0.2.1"))));
  }

  @Test
  void worksWithoutEpoll() throws LookupFailedException {
    nameserver.cutsOff("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");
    try (EventLoops nio = NioLoops.start()) {
      DnsLookup lookup =
          new DnsLookup(new DnsClient(nio, () -> settings(PATIENT, DnsSettings.Family.BOTH)));

      InetAddress address = lookup.lookup("web.test", attempt);

      assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    }
  }

  private DnsLookup lookup() {
    return lookup(settings(PATIENT, DnsSettings.Family.BOTH));
  }

  private DnsLookup lookup(DnsSettings settings) {
    return new DnsLookup(new DnsClient(loops, () -> settings));
  }

  private DnsSettings settings(Duration timeout, DnsSettings.Family family) {
    List<InetSocketAddress> nameservers = List.of(nameserver.address(), second.address());
    return new DnsSettings(nameservers, List.of(), 1, timeout, 2, family, Set.of());
  }

  private DnsSettings searching(String... domains) {
    return new DnsSettings(
        List.of(nameserver.address()),
        List.of(domains),
        1,
        PATIENT,
        1,
        DnsSettings.Family.BOTH,
        Set.of());
  }

  private LookupFailedException failureOf(DnsLookup lookup, String name) {
    return catchThrowableOfType(LookupFailedException.class, () -> lookup.lookup(name, attempt));
  }

  private static DnsResponseCode code(String name) {
    return switch (name) {
      case "NXDOMAIN" -> DnsResponseCode.NXDOMAIN;
      case "SERVFAIL" -> DnsResponseCode.SERVFAIL;
      case "REFUSED" -> DnsResponseCode.REFUSED;
      case "NOTIMP" -> DnsResponseCode.NOTIMP;
      default -> DnsResponseCode.NOERROR;
    };
  }

  private static OngoingAttempt begin(Duration timeout) {
    return Attempts.begin(new Endpoint.Tcp("web.test", 80), timeout);
  }
}
