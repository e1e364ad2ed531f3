// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.ProbeReport;
import dev.zoneprobe.e2e.kit.server.Unbound;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresProgram(Program.UNBOUND)
final class DnsEndpointTest {
  @Test
  void looksUpAddressesAliasesAndTruncatedAnswers() {
    try (Unbound unbound = Unbound.start()) {
      String address = url(unbound, Unbound.ADDRESS, "A");
      String alias = url(unbound, Unbound.ALIAS, "A");
      String truncated = url(unbound, Unbound.TRUNCATED, "A");
      String version6 = url(unbound, Unbound.ONLY_VERSION_6, "AAAA");

      ProbeReport report = ProbeReport.of(address, alias, truncated, version6);

      assertThat(report.exitCode()).isZero();
      for (String url : new String[] {address, alias, truncated, version6}) {
        assertThat(report.count(url, "new", "dns_lookup")).as(url).isEqualTo(10);
        assertThat(report.phases(url, "new"))
            .containsExactlyInAnyOrder("late", "response", "total", "dns_lookup");
      }
    }
  }

  @Test
  void givesTheReasonOfEachFailure() {
    try (Unbound unbound = Unbound.start()) {
      String missing = url(unbound, Unbound.MISSING, "A");
      String refused = url(unbound, Unbound.REFUSED, "A");
      String failing = url(unbound, Unbound.FAILING, "A");
      String noAddress = url(unbound, Unbound.ONLY_VERSION_6, "A");
      String dead = "dns://127.0.0.1:" + FreePort.next() + "/" + Unbound.ADDRESS;

      ProbeReport report =
          ProbeReport.of(
              missing, refused, failing, noAddress, dead, "--count", "2", "--timeout", "2s");

      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.failures(missing)).isEqualTo(Map.of("dns_nxdomain", 2));
      assertThat(report.failures(refused)).isEqualTo(Map.of("dns_refused", 2));
      assertThat(report.failures(failing)).isEqualTo(Map.of("dns_servfail", 2));
      assertThat(report.failures(noAddress)).isEqualTo(Map.of("dns_no_address", 2));
      assertThat(report.failures(dead)).isEqualTo(Map.of("dns_timeout", 2));
      assertThat(report.count(missing, "new", "dns_lookup")).isEqualTo(2);
    }
  }

  private static String url(Unbound unbound, String name, String type) {
    return "dns://" + unbound.nameserver() + "/" + name + "?type=" + type;
  }
}
