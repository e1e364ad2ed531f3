// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResolvConfTest {
  @Test
  void readsWhatAPodHas() {
    DnsSettings settings =
        ResolvConf.parse(
            """
            search ns.svc.cluster.local svc.cluster.local cluster.local
            nameserver 10.96.0.10
            options ndots:5 timeout:3 attempts:4 edns0
            """);

    assertThat(settings.nameservers()).containsExactly(port53("10.96.0.10"));
    assertThat(settings.search())
        .containsExactly("ns.svc.cluster.local", "svc.cluster.local", "cluster.local");
    assertThat(settings.ndots()).isEqualTo(5);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.attempts()).isEqualTo(4);
    assertThat(settings.options()).containsExactly(DnsSettings.Option.EDNS0);
  }

  @Test
  void readsHowToAsk() {
    DnsSettings settings =
        ResolvConf.parse("options rotate use-vc single-request-reopen edns0 no-aaaa");

    assertThat(settings.options()).containsExactlyInAnyOrder(DnsSettings.Option.values());
    assertThat(settings.family()).isEqualTo(DnsSettings.Family.IPV4);
  }

  @Test
  void hasTheDefaultsOfTheManual() {
    DnsSettings settings = ResolvConf.parse("");

    assertThat(settings.nameservers()).containsExactly(port53("127.0.0.1"));
    assertThat(settings.search()).isEmpty();
    assertThat(settings.ndots()).isEqualTo(1);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.attempts()).isEqualTo(2);
    assertThat(settings.family()).isEqualTo(DnsSettings.Family.BOTH);
    assertThat(settings.options()).isEmpty();
  }

  @Test
  void takesTheLastOfSearchAndDomain() {
    DnsSettings settings = ResolvConf.parse("search a.test b.test\ndomain c.test\n");

    assertThat(settings.search()).containsExactly("c.test");
  }

  @Test
  void readsIpv6Nameservers() {
    DnsSettings settings = ResolvConf.parse("nameserver\tfd00::a\nnameserver ::1\n");

    assertThat(settings.nameservers()).containsExactly(port53("fd00::a"), port53("::1"));
  }

  @Test
  void takesNoMoreThanThreeNameservers() {
    DnsSettings settings =
        ResolvConf.parse("nameserver 127.0.0.1\n".repeat(3) + "nameserver 127.0.0.9");

    assertThat(settings.nameservers()).hasSize(3).doesNotContain(port53("127.0.0.9"));
  }

  @Test
  void lowersNumbersToTheirLimits() {
    DnsSettings settings = ResolvConf.parse("options ndots:99 timeout:99 attempts:99");

    assertThat(settings.ndots()).isEqualTo(15);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.attempts()).isEqualTo(5);
  }

  @Test
  void skipsWhatItCannotUnderstand() {
    DnsSettings settings =
        ResolvConf.parse(
            """
            # nameserver 127.0.0.8
            ; search a.test
            nameserver somewhere
            nameserver
            options ndots:many
            sortlist 130.155.160.0
            """);

    assertThat(settings).isEqualTo(ResolvConf.parse(""));
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.7\n");

    DnsSettings settings = ResolvConf.read(file);

    assertThat(settings.nameservers()).containsExactly(port53("127.0.0.7"));
  }

  @Test
  void asksThisMachineIfThereIsNoFile(@TempDir Path folder) throws IOException {
    DnsSettings settings = ResolvConf.read(folder.resolve("missing"));

    assertThat(settings).isEqualTo(ResolvConf.parse(""));
  }

  private static InetSocketAddress port53(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }
}
