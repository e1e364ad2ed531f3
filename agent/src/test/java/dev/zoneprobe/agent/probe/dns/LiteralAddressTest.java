// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hosts that no nameserver is asked for.
final class LiteralAddressTest {
  private final EventLoops loops = EventLoops.start(1);
  private final FakeNameserver nameserver = new FakeNameserver();
  private final OngoingAttempt attempt =
      Attempts.begin(new Endpoint.Tcp("web.test", 80), Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    loops.close();
    nameserver.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "[2001:db8::1]"})
  void returnsALiteralAddressWithoutAskingAnybody(String literal) throws LookupFailedException {
    InetAddress address = lookup().lookup(literal, attempt);

    assertThat(address).isEqualTo(InetAddress.ofLiteral(literal.replaceAll("[\\[\\]]", "")));
    assertThat(nameserver.queries()).isEmpty();
    assertThat(attempt.succeeded().phaseNanos()).doesNotContainKey(Phase.DNS_LOOKUP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.", "web.localhost"})
  void knowsLocalhostWithoutAskingAnybody(String name) throws LookupFailedException {
    InetAddress address = lookup().lookup(name, attempt);

    assertThat(address.isLoopbackAddress()).isTrue();
    assertThat(nameserver.queries()).isEmpty();
  }

  @Test
  void knowsTheNamesOfInterfaces() throws IOException {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1"));

    InetAddress address = lookup().lookup("::1%" + loopback.getName(), attempt);

    assertThat(address)
        .isInstanceOfSatisfying(
            Inet6Address.class,
            scoped -> assertThat(scoped.getScopedInterface()).isEqualTo(loopback));
    assertThat(nameserver.queries()).isEmpty();
  }

  @Test
  void cannotReachAnAddressOfAnInterfaceThatIsNotThere() {
    LookupFailedException failure =
        catchThrowableOfType(
            LookupFailedException.class, () -> lookup().lookup("fe80::1%gone0", attempt));

    assertThat(failure.reason()).isEqualTo(Failure.CONNECT_UNREACHABLE);
    assertThat(nameserver.queries()).isEmpty();
  }

  private DnsLookup lookup() {
    DnsSettings settings =
        new DnsSettings(
            List.of(nameserver.address()),
            List.of(),
            1,
            Duration.ofSeconds(5),
            1,
            DnsSettings.Family.BOTH,
            Set.of());
    return new DnsLookup(new DnsClient(loops, () -> settings));
  }
}
