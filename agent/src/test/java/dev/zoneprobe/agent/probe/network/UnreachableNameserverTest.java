// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.dns.DnsClient;
import dev.zoneprobe.agent.probe.dns.DnsProbe;
import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routers say of a nameserver whose node is gone that its host, or its network, is unreachable.
final class UnreachableNameserverTest {
  private static final int PORT = 9_702;
  private static final Pattern SAID = Pattern.compile("Failed\\[.*] after (?<millis>\\d+) ms.*");

  /// Asks the nameserver that it is given, and prints the outcome, the milliseconds until then, and
  /// the detail.
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) {
      InetSocketAddress nameserver =
          new InetSocketAddress(InetAddress.ofLiteral(arguments[0]), PORT);
      DnsSettings settings =
          new DnsSettings(
              List.of(nameserver),
              List.of(),
              1,
              Duration.ofSeconds(15),
              2,
              DnsSettings.Family.BOTH,
              Set.of());
      Endpoint.Dns endpoint =
          new Endpoint.Dns(Optional.empty(), "web.test.", Endpoint.RecordType.A, Optional.empty());
      try (EventLoops loops = EventLoops.start(1);
          DnsProbe probe = new DnsProbe(endpoint, new DnsClient(loops, () -> settings))) {
        Attempt attempt = probe.attempt(Attempts.begin(endpoint, Duration.ofSeconds(20)));
        long millis =
            Duration.ofNanos(attempt.phaseNanos().getOrDefault(Phase.TOTAL, 0L)).toMillis();
        System.out.println(
            "%s after %d ms: %s"
                .formatted(attempt.outcome(), millis, attempt.trace().detail().orElse("")));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, iptables, icmp-host-unreachable, No route to host",
    "127.0.0.1, iptables, icmp-net-unreachable, Network is unreachable",
    "::1, ip6tables, icmp6-addr-unreachable, No route to host",
    "::1, ip6tables, icmp6-no-route, Network is unreachable",
  })
  void isNotWaitedFor(String address, String firewall, String icmp, String words)
      throws IOException {
    String rule =
        "%s -A INPUT -p udp --dport %d -j REJECT --reject-with %s".formatted(firewall, PORT, icmp);

    String said = Alone.says(Asking.class, Alone.inNetworkWith(rule), List.of(), List.of(address));

    Matcher outcome = SAID.matcher(said);
    Assumptions.assumeTrue(
        outcome.find(), () -> "no network namespace of its own with " + firewall + ": " + said);
    assertThat(outcome.group()).contains("DNS_TIMEOUT").endsWith(PORT + ": " + words);
    assertThat(Long.parseLong(outcome.group("millis"))).isLessThan(10_000);
    assertThat(said).doesNotContain("Failed to set channel option");
  }

  /// A socket for IPv4 only knows no option of IPv6.
  @ParameterizedTest
  @CsvSource({"127.0.0.1, connection refused", "::1, ''"})
  void isAskedWithoutAWarningOnAHostWithoutIpv6(String address, String words) throws IOException {
    String said =
        Alone.says(
            Asking.class, List.of(), List.of("-Djava.net.preferIPv4Stack=true"), List.of(address));

    assertThat(said).contains("DNS_TIMEOUT", words).doesNotContain("Failed to set channel option");
  }
}
