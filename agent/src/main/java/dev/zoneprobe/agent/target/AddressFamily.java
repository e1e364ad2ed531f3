// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import dev.zoneprobe.measure.Label;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Which addresses a target may be reached at. There is no falling back from one to the other: a
/// target that is wanted over IPv6 and has no such address is not reached.
public enum AddressFamily implements Label {
  IPV4,
  IPV6,
  /// As the agent's DNS settings say.
  ANY;

  /// Whether `address` is one of them.
  public boolean includes(InetAddress address) {
    return switch (this) {
      case IPV4 -> address instanceof Inet4Address;
      case IPV6 -> address instanceof Inet6Address;
      case ANY -> true;
    };
  }
}
