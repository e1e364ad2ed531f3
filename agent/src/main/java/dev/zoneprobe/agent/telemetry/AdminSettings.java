// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where metrics and health can be read. Port 0 lets the system choose one.
public record AdminSettings(InetAddress address, int port) {
  /// Reads the section `admin` of an agent's settings.
  public static AdminSettings read(Section section) {
    return new AdminSettings(
        section.address("address", "127.0.0.1"), section.integer("port", 8783, Range.PORT));
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }
}
