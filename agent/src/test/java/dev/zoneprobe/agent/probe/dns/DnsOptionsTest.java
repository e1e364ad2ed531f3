// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Phase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The options of resolv.conf(5) that say how nameservers are asked.
final class DnsOptionsTest {
  private static final Duration PATIENT = Duration.ofSeconds(5);

  private final FakeNameserver nameserver = new FakeNameserver();
  private final FakeNameserver second = new FakeNameserver();
  private final EventLoops loops = EventLoops.start(1);
  private final OngoingAttempt attempt = begin();

  @AfterEach
  void close() {
    loops.close();
    nameserver.close();
    second.close();
  }

  @Test
  void asksOverTcpOnlyIfThatIsWanted() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress address = lookup(with(DnsSettings.Option.USE_VC)).lookup("web.test", attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(nameserver.queries())
        .containsExactlyInAnyOrder("tcp A web.test.", "tcp AAAA web.test.");
  }

  @Test
  void asksOneQuestionAfterTheOtherIfThatIsWanted() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress _ = lookup(with(DnsSettings.Option.SINGLE_REQUEST)).lookup("web.test", attempt);

    assertThat(nameserver.queries()).containsExactly("udp A web.test.", "udp AAAA web.test.");
  }

  @Test
  void endsTheLookupWithTheSecondAnswerIfTheQuestionsFollowEachOther()
      throws LookupFailedException {
    Duration impatient = Duration.ofMillis(200);
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").ignores("AAAA web.test.");

    InetAddress _ =
        lookup(with(DnsSettings.Option.SINGLE_REQUEST, impatient)).lookup("web.test", attempt);

    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isGreaterThanOrEqualTo(impatient.toNanos());
  }

  @Test
  void takesLongerAnswersOverUdpIfThatIsWanted() throws LookupFailedException {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    InetAddress _ = lookup(with(DnsSettings.Option.EDNS0)).lookup("web.test", attempt);

    assertThat(nameserver.datagramLimits()).containsOnly(1200);
  }

  @Test
  void beginsEachLookupWithAnotherNameserverIfThatIsWanted() throws LookupFailedException {
    for (FakeNameserver one : List.of(nameserver, second)) {
      one.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");
    }
    DnsLookup lookup = lookup(with(DnsSettings.Option.ROTATE));

    for (int i = 0; i < 4; i++) {
      InetAddress _ = lookup.lookup("web.test", begin());
    }

    assertThat(nameserver.queries()).hasSize(4);
    assertThat(second.queries()).hasSize(4);
  }

  private DnsLookup lookup(DnsSettings settings) {
    return new DnsLookup(new DnsClient(loops, () -> settings));
  }

  private DnsSettings with(DnsSettings.Option option) {
    return with(option, PATIENT);
  }

  private DnsSettings with(DnsSettings.Option option, Duration timeout) {
    return new DnsSettings(
        List.of(nameserver.address(), second.address()),
        List.of(),
        1,
        timeout,
        1,
        DnsSettings.Family.BOTH,
        Set.of(option));
  }

  private static OngoingAttempt begin() {
    return Attempts.begin(new Endpoint.Tcp("web.test", 80), PATIENT);
  }
}
