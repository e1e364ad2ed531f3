// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.observer.ProbeReport;
import dev.zoneprobe.e2e.kit.server.SilentNameserver;
import dev.zoneprobe.e2e.kit.server.Unbound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No phantom queries and no cache: what the nameserver logged is what the agent says that it
/// asked.
@RequiresProgram(Program.UNBOUND)
final class DnsQueriesTest {
  private static final String SEARCH = "search ns.probe.test svc.probe.test probe.test\n";
  private static final int ATTEMPTS = 4;

  @ParameterizedTest
  @CsvSource({
    // as a pod has it: three domains are tried first
    "5, a,                   NOERROR,  A a.ns.probe.test.|A a.svc.probe.test.|A a.probe.test.",
    "5, a.probe.test,        NOERROR,  A a.probe.test.ns.probe.test.|A a.probe.test.svc.probe.test.|"
        + "A a.probe.test.probe.test.|A a.probe.test.",
    "5, a.probe.test.,       NOERROR,  A a.probe.test.",
    "1, a,                   NOERROR,  A a.ns.probe.test.|A a.svc.probe.test.|A a.probe.test.",
    "1, a.probe.test,        NOERROR,  A a.probe.test.",
    "1, a.probe.test.,       NOERROR,  A a.probe.test.",
    "5, missing.probe.test,  NXDOMAIN, A missing.probe.test.ns.probe.test.|"
        + "A missing.probe.test.svc.probe.test.|A missing.probe.test.probe.test.|"
        + "A missing.probe.test.",
    "1, alias.probe.test,    NOERROR,  A alias.probe.test.",
    // cut off over UDP, asked for again over TCP
    "1, many.probe.test,     NOERROR,  A many.probe.test.|A many.probe.test.",
  })
  void asksWhatItSaysAndNothingElse(int ndots, String name, String rcode, String expected) {
    String url = "dns:///" + name;
    try (Unbound unbound = Unbound.start();
        TemporaryFolder folder = TemporaryFolder.create("resolv")) {
      ProbeReport report = probe(url, resolvConf(folder, ndots), unbound.nameserver());

      List<String> once = List.of(expected.split("\\|"));
      assertThat(unbound.queries())
          .containsExactlyElementsOf(
              Collections.nCopies(ATTEMPTS, once).stream().flatMap(List::stream).toList());
      assertThat(report.queries(url)).isEqualTo(ATTEMPTS * once.size());
      assertThat(report.rcodes(url)).isEqualTo(Map.of(rcode, ATTEMPTS));
      assertThat(report.nameservers(url)).isEqualTo(Map.of(unbound.nameserver(), ATTEMPTS));
    }
  }

  @Test
  void tellsThatANameExistsWithoutAnAddressWhateverTheOthersFailOf() {
    String url = "dns:///six";
    try (Unbound unbound = Unbound.start();
        TemporaryFolder folder = TemporaryFolder.create("resolv")) {
      folder.write("resolv.conf", "search probe.test failing.test\noptions ndots:5 attempts:1\n");
      Path resolvConf = folder.path().resolve("resolv.conf");

      ProbeReport report = probe(url, resolvConf, unbound.nameserver());

      assertThat(report.failures(url)).isEqualTo(Map.of("dns_no_address", ATTEMPTS));
      assertThat(unbound.queries())
          .startsWith("A six.probe.test.", "A six.failing.test.", "A six.");
    }
  }

  @Test
  void asksForBothFamiliesWhereAConnectionNeedsAnAddress() {
    try (Unbound unbound = Unbound.start();
        TemporaryFolder folder = TemporaryFolder.create("resolv")) {
      String url = "tcp://a:" + unbound.address().getPort();

      ProbeReport report = probe(url, resolvConf(folder, 5), unbound.nameserver());

      assertThat(report.successes(url)).isEqualTo(ATTEMPTS);
      assertThat(report.queries(url)).isEqualTo(ATTEMPTS * 6).isEqualTo(unbound.queries().size());
      assertThat(unbound.queries()).filteredOn(query -> query.startsWith("AAAA ")).hasSize(12);
    }
  }

  @Test
  void countsWhatADeadNameserverWasAsked() {
    String url = "dns:///a.probe.test.";
    try (Unbound unbound = Unbound.start();
        SilentNameserver dead = SilentNameserver.start();
        TemporaryFolder folder = TemporaryFolder.create("resolv")) {
      ProbeReport report =
          probe(url, resolvConf(folder, 1), dead.nameserver(), unbound.nameserver());

      assertThat(report.successes(url)).isEqualTo(ATTEMPTS);
      assertThat(dead.received()).isEqualTo(ATTEMPTS);
      assertThat(unbound.queries()).hasSize(ATTEMPTS);
      assertThat(report.queries(url)).isEqualTo(2 * ATTEMPTS);
      assertThat(report.nameservers(url)).isEqualTo(Map.of(unbound.nameserver(), ATTEMPTS));
      assertThat(report.meanMillis(url, "new", "dns_lookup")).isGreaterThan(1_000);
    }
  }

  private static Path resolvConf(TemporaryFolder folder, int ndots) {
    folder.write("resolv.conf", SEARCH + "options timeout:1 ndots:" + ndots + "\n");
    return folder.path().resolve("resolv.conf");
  }

  private static ProbeReport probe(String url, Path resolvConf, String... nameservers) {
    List<String> arguments =
        new ArrayList<>(List.of(url, "--resolv-conf", resolvConf.toString(), "--warm-up", "0"));
    arguments.addAll(List.of("--count", String.valueOf(ATTEMPTS)));
    for (String nameserver : nameservers) {
      arguments.addAll(List.of("--nameserver", nameserver));
    }
    return ProbeReport.of(arguments.toArray(String[]::new));
  }
}
