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
import dev.zoneprobe.e2e.kit.server.PythonGrpcHealth;
import dev.zoneprobe.e2e.kit.server.TestAuthority;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresProgram({Program.PYTHON_WITH_GRPC, Program.NGINX})
final class GrpcEndpointTest {
  @Test
  void measuresEveryPhaseOverNewAndReusedConnections() {
    try (PythonGrpcHealth server = PythonGrpcHealth.plain()) {
      String url = "grpc://127.0.0.1:" + server.port() + "/" + PythonGrpcHealth.SERVING;

      ProbeReport report = ProbeReport.of(url, "--connection", "new,reused", "--count", "8");

      assertThat(report.exitCode()).isZero();
      assertThat(report.count(url, "new", "total")).isEqualTo(8);
      assertThat(report.count(url, "reused", "total")).isEqualTo(8);
      assertThat(report.phases(url, "new"))
          .contains("tcp_connect", "http2_setup", "round_trip", "transfer", "kernel_rtt")
          .doesNotContain("tls_handshake", "dns_lookup");
      assertThat(report.phases(url, "reused"))
          .contains("round_trip", "transfer", "kernel_rtt")
          .doesNotContain("tcp_connect", "http2_setup");
    }
  }

  @Test
  void measuresTheHandshakeApartFromTheHttp2SetUp() {
    try (TestAuthority authority = new TestAuthority();
        PythonGrpcHealth server = PythonGrpcHealth.tls(authority.issue("127.0.0.1"))) {
      String url = "grpcs://127.0.0.1:" + server.port();

      ProbeReport report = ProbeReport.of(url, "--ca", authority.pem().toString());

      assertThat(report.failures(url)).isEmpty();
      assertThat(report.phases(url, "new"))
          .contains("tcp_connect", "tls_handshake", "http2_setup", "round_trip");
    }
  }

  @Test
  void givesTheReasonOfEachFailure() {
    try (PythonGrpcHealth server = PythonGrpcHealth.plain();
        Nginx notGrpc = Nginx.keepingConnections();
        Nginx notEvenThen = Nginx.http2()) {
      String base = "grpc://127.0.0.1:" + server.port() + "/";
      String resting = base + PythonGrpcHealth.NOT_SERVING;
      String unknown = base + "nobody";
      String refused = "grpc://127.0.0.1:" + FreePort.next();
      String http1 = "grpc://127.0.0.1:" + notGrpc.port();
      String http2 = "grpc://127.0.0.1:" + notEvenThen.port();

      ProbeReport report = ProbeReport.of(resting, unknown, refused, http1, http2, "--count", "2");

      assertThat(report.failures(resting)).isEqualTo(Map.of("grpc_not_serving", 2));
      assertThat(report.failures(unknown)).isEqualTo(Map.of("grpc_not_serving", 2));
      assertThat(report.failures(refused)).isEqualTo(Map.of("connect_refused", 2));
      assertThat(report.failures(http1)).isEqualTo(Map.of("http_protocol", 2));
      assertThat(report.failures(http2)).isEqualTo(Map.of("http_protocol", 2));
    }
  }

  @Test
  void recordsATimeoutAtItsDeadline() {
    try (PythonGrpcHealth server = PythonGrpcHealth.plain()) {
      String slow = "grpc://127.0.0.1:" + server.port() + "/" + PythonGrpcHealth.SLOW;

      ProbeReport report = ProbeReport.of(slow, "--count", "3", "--timeout", "600ms");

      assertThat(report.failures(slow)).isEqualTo(Map.of("round_trip_timeout", 3));
      assertThat(report.meanMillis(slow, "new", "total")).isCloseTo(600, within(0.001));
    }
  }

  @Test
  void refusesACertificateOfAnAuthorityThatItDoesNotTrust() {
    try (TestAuthority authority = new TestAuthority();
        TestAuthority stranger = new TestAuthority();
        PythonGrpcHealth server = PythonGrpcHealth.tls(stranger.issue("127.0.0.1"))) {
      String url = "grpcs://127.0.0.1:" + server.port();

      ProbeReport report = ProbeReport.of(url, "--count", "2", "--ca", authority.pem().toString());

      assertThat(report.failures(url)).isEqualTo(Map.of("tls_certificate", 2));
    }
  }
}
