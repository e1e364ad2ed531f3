// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.ProbeReport;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.e2e.kit.server.TestAuthority;
import dev.zoneprobe.e2e.kit.server.Unbound;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresProgram({Program.NGINX, Program.UNBOUND})
final class HttpEndpointTest {
  private static final String[] ALWAYS = {"late", "response", "total"};

  @Test
  void measuresEveryPhaseOfANewConnectionToAName() {
    try (Nginx nginx = Nginx.keepingConnections();
        Unbound unbound = Unbound.start()) {
      String url = "http://" + Unbound.ADDRESS + ":" + nginx.port() + "/ok";

      ProbeReport report = ProbeReport.of(url, "--nameserver", unbound.nameserver());

      assertThat(report.exitCode()).isZero();
      assertThat(report.successes(url)).isEqualTo(10);
      assertThat(report.phases(url, "new"))
          .contains(ALWAYS)
          .contains("dns_lookup", "tcp_connect", "round_trip", "transfer", "kernel_rtt")
          .doesNotContain("tls_handshake", "http2_setup");
    }
  }

  @Test
  void tellsReusedConnectionsFromTheOneThatOpenedThem() {
    try (Nginx nginx = Nginx.keepingConnections()) {
      String url = nginx.url("/ok");

      ProbeReport report =
          ProbeReport.of(url, "--connection", "reused", "--count", "8", "--warm-up", "0");

      assertThat(report.successes(url)).isEqualTo(8);
      assertThat(report.connections(url)).containsExactly("new", "reused");
      assertThat(report.phases(url, "reused"))
          .contains(ALWAYS)
          .contains("round_trip", "transfer", "kernel_rtt")
          .doesNotContain("dns_lookup", "tcp_connect");
    }
  }

  @Test
  void opensAnotherConnectionWhereTheServerKeepsNone() {
    try (Nginx nginx = Nginx.closingConnections()) {
      String url = nginx.url("/ok");

      ProbeReport report = ProbeReport.of(url, "--connection", "reused", "--count", "5");

      assertThat(report.successes(url)).isEqualTo(5);
      assertThat(report.connections(url)).containsExactly("new");
    }
  }

  @Test
  void measuresTheHandshakeApartFromTheConnect() {
    try (TestAuthority authority = new TestAuthority();
        Nginx nginx = Nginx.tls(authority.issue("127.0.0.1"))) {
      String url = nginx.url("/ok");

      ProbeReport report =
          ProbeReport.of(url, "--connection", "new,reused", "--ca", authority.pem().toString());

      assertThat(report.failures(url)).isEmpty();
      assertThat(report.phases(url, "new")).contains("tcp_connect", "tls_handshake", "round_trip");
      assertThat(report.phases(url, "reused")).doesNotContain("tcp_connect", "tls_handshake");
    }
  }

  @Test
  void givesTheReasonOfEachFailure() {
    try (Nginx nginx = Nginx.keepingConnections()) {
      String broken = nginx.url("/500");
      String reset = nginx.url("/reset");
      String refused = "http://127.0.0.1:" + FreePort.next() + "/";

      ProbeReport report = ProbeReport.of(broken, reset, refused, "--count", "3");

      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.failures(broken)).isEqualTo(Map.of("http_status", 3));
      assertThat(report.failures(reset)).isEqualTo(Map.of("response_reset", 3));
      assertThat(report.failures(refused)).isEqualTo(Map.of("connect_refused", 3));
      assertThat(report.phases(refused, "new")).doesNotContain("round_trip");
    }
  }

  @Test
  void recordsATimeoutAtItsDeadline() {
    try (Nginx nginx = Nginx.keepingConnections()) {
      String silent = nginx.url("/slow");
      String dripping = nginx.url("/drip");

      ProbeReport report = ProbeReport.of(silent, dripping, "--count", "3", "--timeout", "400ms");

      assertThat(report.failures(silent)).isEqualTo(Map.of("round_trip_timeout", 3));
      assertThat(report.failures(dripping)).isEqualTo(Map.of("round_trip_timeout", 3));
      assertThat(report.meanMillis(silent, "new", "total")).isCloseTo(400, within(0.001));
      assertThat(report.phases(silent, "new")).doesNotContain("transfer");
      assertThat(report.phases(dripping, "new")).contains("transfer");
    }
  }

  @Test
  void tellsAWrongCertificateFromABrokenHandshake() {
    try (TestAuthority authority = new TestAuthority();
        TestAuthority stranger = new TestAuthority();
        Nginx right = Nginx.tls(authority.issue("127.0.0.1"));
        Nginx untrusted = Nginx.tls(stranger.issue("127.0.0.1"));
        Nginx expired = Nginx.tls(authority.issueExpired("127.0.0.1"));
        Nginx named = Nginx.tls(authority.issue("other.test"));
        Nginx plain = Nginx.keepingConnections()) {
      String notTls = plain.url("/ok").replace("http:", "https:");
      String[] urls = {
        right.url("/ok"), untrusted.url("/ok"), expired.url("/ok"), named.url("/ok"), notTls
      };

      ProbeReport report =
          ProbeReport.of(
              urls[0],
              urls[1],
              urls[2],
              urls[3],
              urls[4],
              "--count",
              "2",
              "--ca",
              authority.pem().toString());

      assertThat(report.failures(urls[0])).isEmpty();
      assertThat(report.failures(urls[1])).isEqualTo(Map.of("tls_certificate", 2));
      assertThat(report.failures(urls[2])).isEqualTo(Map.of("tls_certificate", 2));
      assertThat(report.failures(urls[3])).isEqualTo(Map.of("tls_certificate", 2));
      assertThat(report.failures(notTls)).isEqualTo(Map.of("tls_handshake", 2));
    }
  }
}
