// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import dev.zoneprobe.measure.Label;
import dev.zoneprobe.wire.proto.Peer;
import java.net.IDN;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a plan may call the host of a peer: an IP address or a name, and nothing else, because the
/// host becomes part of a URL. A collector chooses whom its agents probe, not what they ask for.
final class PeerHost {
  /// With the underscore, which some names have.
  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.?");

  private static final Pattern IPV6 = Pattern.compile("(?<address>[\\p{XDigit}:.]+)(%[\\w.-]+)?");

  private PeerHost() {}

  /// Whether its interface is there is not looked at: that may come and go.
  ///
  /// @throws IllegalArgumentException naming node and host, if it is neither
  static void check(Peer peer) {
    String host = Label.checked("host of " + peer.getNode(), peer.getHost());
    if (!(host.contains(":") ? isAddress(host) : isName(host))) {
      throw new IllegalArgumentException(
          "host of %s is neither an IP address nor a host name: %s"
              .formatted(peer.getNode(), host));
    }
  }

  private static boolean isAddress(String host) {
    Matcher parts = IPV6.matcher(host);
    return parts.matches() && isLiteral(parts.group("address"));
  }

  private static boolean isLiteral(String address) {
    try {
      InetAddress _ = InetAddress.ofLiteral(address);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// As it is looked up, so that no other script brings a forbidden character along.
  private static boolean isName(String host) {
    try {
      return NAME.matcher(IDN.toASCII(host)).matches();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
