// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.dns.DnsClient;
import dev.zoneprobe.agent.probe.dns.DnsLookup;
import dev.zoneprobe.agent.probe.dns.DnsProbe;
import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.probe.dns.ResolvConf;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.probe.tcp.TcpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Attempts whose threads were held up for so long that their deadlines have passed before they did
/// anything.
final class PassedDeadlineTest {
  private static final Duration TIMEOUT = Duration.ofMillis(1);

  private final EventLoops loops = EventLoops.start(1);
  private final DeadlineWatch deadlines = new DeadlineWatch();
  private final DnsSettings settings =
      ResolvConf.parse("")
          .asking(List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1)));
  private final DnsClient client = new DnsClient(loops, () -> settings);
  private final NameLookup names = new DnsLookup(client);

  @AfterEach
  void stop() {
    deadlines.close();
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(Connection.class)
  void whatNeverConnectedIsAConnectTimeoutOverANewConnection(Connection wanted) throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      for (Endpoint endpoint : endpoints("127.0.0.1", server.port())) {
        endsAs(Failure.CONNECT_TIMEOUT, endpoint, wanted);
      }
    }
  }

  @Test
  void aNameThatWasNeverLookedUpIsADnsTimeout() {
    for (Endpoint endpoint : endpoints("shop.test", 1)) {
      endsAs(Failure.DNS_TIMEOUT, endpoint, Connection.NEW);
    }
    endsAs(
        Failure.DNS_TIMEOUT,
        new Endpoint.Dns(Optional.empty(), "shop.test", Endpoint.RecordType.A, Optional.empty()),
        Connection.NEW);
  }

  /// The connection that is kept was not even looked at.
  @Test
  void anAttemptThatTookNoConnectionReusesNone() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
      Endpoint endpoint = http("127.0.0.1", server.port());
      try (Probe probe = probe(endpoint, Connection.REUSED)) {
        Attempt first = probe.attempt(Attempts.begin(endpoint, TestTargets.PATIENT));
        Attempt late = probe.attempt(overdue(endpoint));
        Attempt next = probe.attempt(Attempts.begin(endpoint, TestTargets.PATIENT));

        assertThat(List.of(first, late, next))
            .map(attempt -> attempt.circumstances().connection())
            .containsExactly(Connection.NEW, Connection.NEW, Connection.REUSED);
      }
    }
  }

  private void endsAs(Failure reason, Endpoint endpoint, Connection wanted) {
    try (Probe probe = probe(endpoint, wanted)) {
      Attempt attempt = probe.attempt(overdue(endpoint));

      assertThat(attempt.outcome())
          .as(endpoint.toString())
          .isEqualTo(new Outcome.Failed(reason, Phase.TOTAL));
      assertThat(attempt.circumstances().connection())
          .as(endpoint.toString())
          .isEqualTo(Connection.NEW);
    }
  }

  private static OngoingAttempt overdue(Endpoint endpoint) {
    AtomicLong now = new AtomicLong();
    OngoingAttempt attempt = Attempts.begin(endpoint, TIMEOUT, now::get);
    now.set(TIMEOUT.multipliedBy(2).toNanos());
    return attempt;
  }

  private static List<Endpoint> endpoints(String host, int port) {
    return List.of(
        new Endpoint.Tcp(host, port),
        http(host, port),
        new Endpoint.Grpc(host, port, "", Optional.empty()),
        new Endpoint.Grpc(host, port, "", Optional.of(Endpoint.Tls.DEFAULT)));
  }

  private static Endpoint http(String host, int port) {
    return Endpoint.Http.get(URI.create("http://%s:%d/".formatted(host, port)));
  }

  private Probe probe(Endpoint endpoint, Connection wanted) {
    return switch (endpoint) {
      case Endpoint.Dns dns -> new DnsProbe(dns, client);
      case Endpoint.Tcp tcp -> new TcpProbe(tcp, names, deadlines);
      case Endpoint.Http http -> new HttpProbe(http, wanted, names);
      case Endpoint.Grpc grpc -> new GrpcProbe(grpc, wanted, names, loops);
    };
  }
}
