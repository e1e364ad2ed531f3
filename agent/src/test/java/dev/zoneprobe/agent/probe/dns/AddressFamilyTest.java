// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.AddressFamily;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which addresses a target's host may have.
final class AddressFamilyTest {
  private final FakeNameserver nameserver = new FakeNameserver();
  private final EventLoops loops = EventLoops.start(1);
  private final DnsLookup lookup =
      new DnsLookup(
          new DnsClient(loops, () -> ResolvConf.parse("").asking(List.of(nameserver.address()))));

  @AfterEach
  void close() {
    loops.close();
    nameserver.close();
  }

  @Test
  void asksOnlyForTheFamilyThatTheTargetWants() throws LookupFailedException {
    nameserver.answers("AAAA web.test.", "web.test. AAAA 2001:db8::1");

    InetAddress address = lookup.lookup("web.test", wanting(AddressFamily.IPV6));

    assertThat(address).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(nameserver.queries()).containsExactly("udp AAAA web.test.");
  }

  @Test
  void doesNotFallBackToTheOtherFamily() {
    nameserver.answers("A web.test.", "web.test. A 192.0.2.1").answers("AAAA web.test.");

    assertThatExceptionOfType(LookupFailedException.class)
        .isThrownBy(() -> lookup.lookup("web.test", wanting(AddressFamily.IPV6)))
        .extracting(LookupFailedException::reason)
        .isEqualTo(Failure.DNS_NO_ADDRESS);
  }

  @Test
  void localhostIsOfTheFamilyThatTheTargetWants() throws LookupFailedException {
    assertThat(lookup.lookup("localhost", wanting(AddressFamily.IPV6)))
        .isEqualTo(InetAddress.ofLiteral("::1"));
    assertThat(lookup.lookup("localhost", wanting(AddressFamily.ANY)))
        .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
  }

  private static OngoingAttempt wanting(AddressFamily family) {
    Target target =
        new Target(
            Examples.subject("web"),
            Optional.empty(),
            new Endpoint.Tcp("web.test", 80),
            new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(10)),
            Set.of(Connection.NEW),
            family);
    return new OngoingAttempt(1, target, NanoClock.SYSTEM, NanoClock.SYSTEM.nanos());
  }
}
