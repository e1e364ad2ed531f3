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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that are cut off and come over TCP.
final class TcpAnswersTest {
  private static final Duration PATIENT = Duration.ofSeconds(5);
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

  private final EventLoops loops = EventLoops.start(1);
  private final FakeNameserver nameserver = new FakeNameserver();
  private final FakeNameserver second = new FakeNameserver();
  private final OngoingAttempt attempt =
      Attempts.begin(new Endpoint.Tcp("web.test", 80), Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    loops.close();
    nameserver.close();
    second.close();
  }

  @Test
  void waitsForOneConnectionAfterTheOtherWasClosed() throws LookupFailedException {
    nameserver
        .cutsOff("A web.test.", "web.test. A 192.0.2.1")
        .cutsOff("AAAA web.test.", "web.test. AAAA 2001:db8::1")
        .takes(Duration.ofMillis(300), "A web.test.")
        .hangsUp();

    InetAddress address = lookup("web.test");

    assertThat(address).isEqualTo(ADDRESS);
    assertThat(second.queries()).isEmpty();
  }

  @Test
  void asksTheNextNameserverAtOnceForWhatAClosedConnectionLeftOpen() throws LookupFailedException {
    nameserver.answers("AAAA web.test.").cutsOffAndIgnores("A web.test.").hangsUp();
    second.answers("A web.test.", "web.test. A 192.0.2.1");

    InetAddress address = lookup("web.test");

    assertThat(address).isEqualTo(ADDRESS);
    assertThat(second.queries()).containsExactly("udp A web.test.");
    assertThat(attempt.succeeded().phaseNanos().get(Phase.DNS_LOOKUP))
        .isLessThan(PATIENT.dividedBy(2).toNanos());
  }

  @Test
  void followsSixteenAliasesOfAnAnswerAndAsksForTheLast() throws LookupFailedException {
    String[] upsideDown =
        IntStream.iterate(1_900, step -> step > 0, step -> step - 1)
            .mapToObj(step -> alias(step - 1) + " CNAME " + alias(step))
            .toArray(String[]::new);
    nameserver
        .cutsOff("A " + alias(0), upsideDown)
        .answers("AAAA " + alias(0))
        .answers("A " + alias(16), alias(16) + " A 192.0.2.1")
        .answers("AAAA " + alias(16));

    InetAddress address = lookup(alias(0));

    assertThat(address).isEqualTo(ADDRESS);
    assertThat(nameserver.queries()).hasSize(5);
  }

  private static String alias(int step) {
    return "n" + step + ".test.";
  }

  private InetAddress lookup(String name) throws LookupFailedException {
    DnsSettings settings =
        new DnsSettings(
            List.of(nameserver.address(), second.address()),
            List.of(),
            1,
            PATIENT,
            1,
            DnsSettings.Family.BOTH,
            Set.of());
    return new DnsLookup(new DnsClient(loops, () -> settings)).lookup(name, attempt);
  }
}
