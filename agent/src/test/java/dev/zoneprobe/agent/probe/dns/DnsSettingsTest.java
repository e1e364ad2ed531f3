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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void takesTheRootForNoDomain() {
    assertThat(settings(1, ".").candidates("web")).containsExactly("web.");
    assertThat(settings(1, ".", "b.test").candidates("web")).containsExactly("web.", "web.b.test.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..test", ".test", "-1.test\u0000"})
  void passesOverADomainThatMakesNoName(String domain) {
    assertThat(settings(1, domain, "b.test").candidates("web"))
        .contains("web.b.test.", "web.")
        .allSatisfy(name -> assertThat(name).doesNotContain(".."));
  }

  @Test
  void passesOverADomainThatMakesTheNameTooLong() {
    String domain = "a".repeat(60) + ("." + "a".repeat(60)).repeat(3);

    assertThat(settings(1, domain).candidates("web")).hasSize(2);
    assertThat(settings(1, domain).candidates("web-of-many-letters")).hasSize(1);
    assertThat(settings(1, "a".repeat(64)).candidates("web")).containsExactly("web.");
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
