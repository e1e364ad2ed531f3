// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DnsSettingsTest {
  private static final InetSocketAddress NAMESERVER =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53);

  @Test
  void completesANameWithFewDotsBeforeTryingItAsItStands() {
    DnsSettings settings = settings(5, "ns.svc.cluster.local", "cluster.local");

    List<String> candidates = settings.candidates("web.other");

    assertThat(candidates)
        .containsExactly(
            "web.other.ns.svc.cluster.local.", "web.other.cluster.local.", "web.other.");
  }

  @Test
  void triesANameWithManyDotsAsItStandsFirst() {
    DnsSettings settings = settings(1, "cluster.local");

    List<String> candidates = settings.candidates("web.other");

    assertThat(candidates).containsExactly("web.other.", "web.other.cluster.local.");
  }

  @Test
  void neverCompletesANameWithATrailingDot() {
    DnsSettings settings = settings(5, "cluster.local");

    List<String> candidates = settings.candidates("web.");

    assertThat(candidates).containsExactly("web.");
  }

  @Test
  void asksForNothingTwice() {
    DnsSettings settings = settings(1, "cluster.local", "cluster.local.");

    List<String> candidates = settings.candidates("web");

    assertThat(candidates).containsExactly("web.cluster.local.", "web.");
  }

  @Test
  void refusesToHaveNoNameserver() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new DnsSettings(
                List.of(),
                List.of(),
                1,
                Duration.ofSeconds(1),
                1,
                DnsSettings.Family.BOTH,
                Set.of()))
        .withMessage("no nameserver");
  }

  private static DnsSettings settings(int ndots, String... search) {
    return new DnsSettings(
        List.of(NAMESERVER),
        List.of(search),
        ndots,
        Duration.ofSeconds(1),
        1,
        DnsSettings.Family.BOTH,
        Set.of());
  }
}
