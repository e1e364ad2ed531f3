// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.LateToLearn;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.network.Alone;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class TcpProbeTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final NameLookup LITERALS = (host, _) -> InetAddress.ofLiteral(host);

  private final DeadlineWatch deadlines = new DeadlineWatch();

  @AfterEach
  void stop() {
    deadlines.close();
  }

  @Test
  void measuresAConnect() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Attempt attempt = probe(server.getLocalPort(), LITERALS, Duration.ofSeconds(5));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
      assertThat(attempt.phaseNanos())
          .containsOnlyKeys(
              Phase.TCP_CONNECT, Phase.KERNEL_RTT, Phase.TOTAL, Phase.LATE, Phase.RESPONSE);
      assertThat(attempt.phaseNanos().get(Phase.KERNEL_RTT))
          .isPositive()
          .isLessThan(attempt.phaseNanos().get(Phase.TCP_CONNECT));
      assertThat(Attempts.sumOfPhases(attempt))
          .isLessThanOrEqualTo(attempt.phaseNanos().get(Phase.TOTAL));
      assertThat(attempt.trace().retransmits().syns()).isZero();
    }
  }

  private static final int PORT = 9_701;

  /// In an own process: probes the port of the address that it is given, and prints the outcome and
  /// the milliseconds that the connect took.
  static final class Probing {
    private static final Pattern SAID = Pattern.compile("Failed\\[.*] (?<millis>\\d+)");

    public static void main(String[] arguments) {
      Endpoint.Tcp endpoint = new Endpoint.Tcp(arguments[0], Integer.parseInt(arguments[1]));
      try (DeadlineWatch deadlines = new DeadlineWatch();
          TcpProbe probe = new TcpProbe(endpoint, LITERALS, deadlines)) {
        Attempt attempt = probe.attempt(Attempts.begin(endpoint, Duration.ofSeconds(5)));
        long nanos = attempt.phaseNanos().getOrDefault(Phase.TCP_CONNECT, 0L);
        System.out.println(attempt.outcome() + " " + Duration.ofNanos(nanos).toMillis());
      }
    }

    static String says(List<String> runner, List<String> options, String address, int port)
        throws IOException {
      return Alone.says(Probing.class, runner, options, List.of(address, Integer.toString(port)));
    }
  }

  @Test
  void cannotReachAnIpv6AddressFromAHostWithoutIpv6() throws IOException {
    assertThat(Probing.says(List.of(), List.of("-Djava.net.preferIPv4Stack=true"), "::1", 9))
        .contains("CONNECT_UNREACHABLE");
  }

  /// As a Service without endpoints is, by kube-proxy. A connect that blocks sleeps through the
  /// kernel's news until the SYN is sent again, a second later.
  @Test
  void isToldAtOnceThatAFirewallRejects() throws IOException {
    String rule = "iptables -A INPUT -p tcp --dport %d -j REJECT".formatted(PORT);

    String said = Probing.says(Alone.inNetworkWith(rule), List.of(), "127.0.0.1", PORT);

    Matcher outcome = Probing.SAID.matcher(said);
    Assumptions.assumeTrue(
        outcome.find() || said.contains("Success"),
        () -> "no network namespace of its own with iptables: " + said);
    assertThat(said).contains("CONNECT_REFUSED");
    assertThat(Long.parseLong(outcome.group("millis"))).isLessThan(900);
  }

  /// Where the only port that a client can get is the one that it asks for.
  @Test
  void isNotItsOwnPeer() throws IOException {
    String rule = "echo %1$d %1$d >/proc/sys/net/ipv4/ip_local_port_range".formatted(PORT);

    String said = Probing.says(Alone.inNetworkWith(rule), List.of(), "127.0.0.1", PORT);

    Assumptions.assumeTrue(
        said.contains("Failed") || said.contains("Success"),
        () -> "no network namespace of its own: " + said);
    assertThat(said).contains("CONNECT_REFUSED", "TCP_CONNECT");
  }

  @Test
  void closesTheConnectionWithAReset() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      probe(server.getLocalPort(), LITERALS, Duration.ofSeconds(5));

      assertThat(server.accept().getInputStream())
          .satisfies(stream ->
              org.assertj.core.api.Assertions.assertThatThrownBy(stream::read)
                  .hasMessageContaining("Connection reset"));
    }
  }

  @Test
  void tellsThatNothingListens() throws IOException {
    Attempt attempt = probe(closedPort(), LITERALS, Duration.ofSeconds(5));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT));
    assertThat(attempt.phaseNanos())
        .containsOnlyKeys(Phase.TCP_CONNECT, Phase.TOTAL, Phase.LATE, Phase.RESPONSE);
  }

  @Test
  void timesOutWithTheNumberOfSynsSentAgain() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      List<SocketChannel> crowd = crowd(server);

      Attempt attempt = probe(server.getLocalPort(), LITERALS, Duration.ofMillis(1_500));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.CONNECT_TIMEOUT, Phase.TCP_CONNECT));
      assertThat(attempt.trace().retransmits().syns()).isPositive();
      assertThat(attempt.phaseNanos())
          .containsOnlyKeys(Phase.TCP_CONNECT, Phase.TOTAL, Phase.LATE, Phase.RESPONSE)
          .containsEntry(Phase.TOTAL, Duration.ofMillis(1_500).toNanos());
      assertThat(Attempts.sumOfPhases(attempt))
          .isLessThanOrEqualTo(attempt.phaseNanos().get(Phase.TOTAL));
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void failsWithTheLookup() throws IOException {
    NameLookup nobody =
        (host, _) -> {
          throw new LookupFailedException(host, Failure.DNS_NXDOMAIN);
        };

    Attempt attempt = probe(closedPort(), nobody, Duration.ofSeconds(5));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.DNS_NXDOMAIN, Phase.TOTAL));
    assertThat(attempt.phaseNanos()).doesNotContainKey(Phase.TCP_CONNECT);
  }

  @Test
  void doesWithoutAWordFromTheKernel() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Endpoint.Tcp endpoint = new Endpoint.Tcp("127.0.0.1", server.getLocalPort());
      TcpProbe probe = new TcpProbe(endpoint, LITERALS, deadlines, Optional.empty());

      Attempt attempt = probe.attempt(Attempts.begin(endpoint, Duration.ofSeconds(5)));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.phaseNanos())
          .containsOnlyKeys(Phase.TCP_CONNECT, Phase.TOTAL, Phase.LATE, Phase.RESPONSE);
    }
  }

  /// Without a word from the kernel, giving up takes no lock that the held-up thread has.
  @Test
  void succeedsIfItWasEstablishedInTimeAlsoIfItsThreadLearnsThatPastTheDeadline()
      throws IOException {
    Duration timeout = Duration.ofMillis(500);
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Endpoint.Tcp endpoint = new Endpoint.Tcp("127.0.0.1", server.getLocalPort());
      TcpProbe probe = new TcpProbe(endpoint, LITERALS, deadlines, Optional.empty());

      Attempt attempt =
          probe.attempt(
              Attempts.begin(endpoint, timeout, new LateToLearn(timeout.multipliedBy(2))));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.phaseNanos().get(Phase.TOTAL)).isLessThan(timeout.toNanos());
    }
  }

  private Attempt probe(int port, NameLookup names, Duration timeout) {
    Endpoint.Tcp endpoint = new Endpoint.Tcp("127.0.0.1", port);
    try (TcpProbe probe = new TcpProbe(endpoint, names, deadlines)) {
      return probe.attempt(Attempts.begin(endpoint, timeout));
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  /// Fills the queue of connections that `server` has not accepted: the kernel drops further SYNs.
  private static List<SocketChannel> crowd(ServerSocket server) throws IOException {
    List<SocketChannel> crowd = new ArrayList<>();
    for (int one = 0; one < 4; one++) {
      SocketChannel waiting = SocketChannel.open();
      waiting.configureBlocking(false);
      waiting.connect(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
      crowd.add(waiting);
    }
    return crowd;
  }
}
