// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.settings.Range;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A nameserver as people write it: `address`, `address:port` or `[address]:port`.
public final class Nameserver {
  private static final int PORT = 53;
  private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");

  private Nameserver() {}

  /// Reads one; without a port it is port 53.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static InetSocketAddress parse(String text) {
    return parse(text, PORT);
  }

  /// As [#parse(String)], with another port where none is given.
  static InetSocketAddress parse(String text, int absentPort) {
    Matcher withPort = WITH_PORT.matcher(text);
    if (!withPort.matches()) {
      return new InetSocketAddress(literal(text), absentPort);
    }
    String host = withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
    int port = new Range<>(1, 65_535).checked(Integer.valueOf(withPort.group(3)));
    return new InetSocketAddress(literal(host), port);
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an IP address, or one with :port", e);
    }
  }
}
