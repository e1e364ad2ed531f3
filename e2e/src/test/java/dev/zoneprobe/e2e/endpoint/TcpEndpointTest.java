// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.ProbeReport;
import dev.zoneprobe.e2e.kit.server.HaProxy;
import dev.zoneprobe.e2e.kit.server.Unbound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresProgram({Program.HAPROXY, Program.UNBOUND})
final class TcpEndpointTest {
  @Test
  void measuresTheConnectAndWhatTheKernelSaysOfIt() throws IOException {
    try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        HaProxy proxy = HaProxy.inFrontOf(backend.getLocalPort())) {
      String url = "tcp://127.0.0.1:" + proxy.port();

      ProbeReport report = ProbeReport.of(url, "--connection", "new,reused");

      assertThat(report.exitCode()).isZero();
      assertThat(report.successes(url)).isEqualTo(10);
      assertThat(report.connections(url)).containsExactly("new");
      assertThat(report.phases(url, "new"))
          .containsExactlyInAnyOrder("late", "response", "total", "tcp_connect", "kernel_rtt");
    }
  }

  @Test
  void looksUpTheNameItself() throws IOException {
    try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        HaProxy proxy = HaProxy.inFrontOf(backend.getLocalPort());
        Unbound unbound = Unbound.start()) {
      String url = "tcp://" + Unbound.ALIAS + ":" + proxy.port();

      ProbeReport report = ProbeReport.of(url, "--nameserver", unbound.nameserver());

      assertThat(report.count(url, "new", "dns_lookup")).isEqualTo(10);
      assertThat(report.count(url, "new", "tcp_connect")).isEqualTo(10);
    }
  }

  @Test
  void givesTheReasonWhenNobodyListensOrTheNameIsMissing() {
    try (Unbound unbound = Unbound.start()) {
      String refused = "tcp://127.0.0.1:" + FreePort.next();
      String missing = "tcp://" + Unbound.MISSING + ":1";

      ProbeReport report =
          ProbeReport.of(refused, missing, "--count", "2", "--nameserver", unbound.nameserver());

      assertThat(report.failures(refused)).isEqualTo(Map.of("connect_refused", 2));
      assertThat(report.failures(missing)).isEqualTo(Map.of("dns_nxdomain", 2));
      assertThat(report.phases(missing, "new")).doesNotContain("tcp_connect");
    }
  }
}
