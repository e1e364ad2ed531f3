// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import java.net.InetAddress;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/// Which host a client asks a server for in its first message (SNI, RFC 6066 section 3).
///
/// The Java runtime asks for none whose name has no dot, such as that of a Service in its own
/// namespace, or ends with one.
public final class ServerIndication {
  private ServerIndication() {}

  /// What to ask for to reach `host`: nothing if that is an address, or no host name by RFC 1123,
  /// as one with an underscore.
  public static Optional<SNIServerName> of(String host) {
    if (isAddress(host)) {
      return Optional.empty();
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return Optional.of(new SNIHostName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isAddress(String host) {
    try {
      InetAddress _ = InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
