// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.probe.dns.DnsSettings.Family;
import dev.zoneprobe.agent.probe.dns.DnsSettings.Option;
import dev.zoneprobe.agent.probe.dns.ResolvConf;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Reads the section `dns`; what it does not say is as the host's resolv.conf says.
final class DnsReader {
  private DnsReader() {}

  static DnsSettings read(Section section) {
    DnsSettings system = system(section);
    List<InetSocketAddress> nameservers = section.each("nameservers", "", Nameserver::parse);
    List<String> search = section.each("search", "", Function.identity());
    List<Option> options = section.each("options", "", Option::of);
    return new DnsSettings(
        nameservers.isEmpty() ? system.nameservers() : nameservers,
        section.has("search") ? search : system.search(),
        section.integer("ndots", system.ndots(), new Range<>(0, 15)),
        section.duration(
            "timeout",
            system.timeout(),
            new Range<>(Duration.ofMillis(10), Duration.ofSeconds(30))),
        section.integer("attempts", system.attempts(), new Range<>(1, 5)),
        section.value("family", system.family().label(), DnsReader::family),
        section.has("options") ? Set.copyOf(options) : system.options());
  }

  private static DnsSettings system(Section section) {
    try {
      return ResolvConf.read(ResolvConf.SYSTEM);
    } catch (IOException e) {
      if (!section.has("nameservers") && !section.isAlone()) {
        section.mistake("nameservers", "missing, and " + ResolvConf.SYSTEM + " cannot be read");
      }
      return ResolvConf.parse("");
    }
  }

  private static Family family(String text) {
    return switch (text) {
      case "ipv4" -> Family.IPV4;
      case "ipv6" -> Family.IPV6;
      case "both" -> Family.BOTH;
      default -> throw new IllegalArgumentException("expected one of ipv4, ipv6, both");
    };
  }
}
