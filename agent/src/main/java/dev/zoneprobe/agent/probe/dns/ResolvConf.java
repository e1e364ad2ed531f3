// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the system's DNS settings as resolv.conf(5) describes them. As in the C library, what
/// cannot be understood is skipped, and numbers above their limit are lowered to it.
public final class ResolvConf {
  /// Where systems keep it.
  public static final Path SYSTEM = Path.of("/etc/resolv.conf");

  private static final int PORT = 53;
  private static final int MAX_NAMESERVERS = 3;
  private static final Pattern NUMBER = Pattern.compile("(ndots|timeout|attempts):0*(\\d{1,9})");

  private final List<InetSocketAddress> nameservers = new ArrayList<>();
  private List<String> search = List.of();
  private int ndots = 1;
  private int timeoutSeconds = 5;
  private int attempts = 2;
  private DnsSettings.Family family = DnsSettings.Family.BOTH;
  private final Set<DnsSettings.Option> options = EnumSet.noneOf(DnsSettings.Option.class);

  private ResolvConf() {}

  /// Reads `file`; if there is none, the nameserver on this machine is asked.
  ///
  /// @throws IOException if the file is there and cannot be read
  public static DnsSettings read(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException _) {
      return parse("");
    }
  }

  /// Reads the text of a resolv.conf.
  public static DnsSettings parse(String text) {
    ResolvConf conf = new ResolvConf();
    text.lines().map(line -> List.of(line.strip().split("\\s+"))).forEach(conf::line);
    return conf.settings();
  }

  private void line(List<String> words) {
    List<String> values = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "nameserver" -> values.stream().limit(1).forEach(this::nameserver);
      case "search" -> search = values;
      case "domain" -> search = values.stream().limit(1).toList();
      case "options" -> values.forEach(this::option);
      default -> {}
    }
  }

  private void nameserver(String address) {
    try {
      nameservers.add(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
    } catch (IllegalArgumentException _) {
      // Skipped, as the C library does.
    }
  }

  private void option(String option) {
    Matcher number = NUMBER.matcher(option);
    if (number.matches()) {
      number(number.group(1), Integer.parseInt(number.group(2)));
      return;
    }
    switch (option) {
      case "rotate" -> options.add(DnsSettings.Option.ROTATE);
      case "use-vc" -> options.add(DnsSettings.Option.USE_VC);
      case "single-request", "single-request-reopen" ->
          options.add(DnsSettings.Option.SINGLE_REQUEST);
      case "edns0" -> options.add(DnsSettings.Option.EDNS0);
      case "no-aaaa" -> family = DnsSettings.Family.IPV4;
      default -> {}
    }
  }

  private void number(String name, int value) {
    switch (name) {
      case "ndots" -> ndots = Math.min(value, 15);
      case "timeout" -> timeoutSeconds = Math.clamp(value, 1, 30);
      default -> attempts = Math.clamp(value, 1, 5);
    }
  }

  private DnsSettings settings() {
    List<InetSocketAddress> listed =
        nameservers.isEmpty()
            ? List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT))
            : nameservers.stream().limit(MAX_NAMESERVERS).toList();
    return new DnsSettings(
        listed, search, ndots, Duration.ofSeconds(timeoutSeconds), attempts, family, options);
  }
}
