// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where metrics and health can be read: always without TLS and by everybody who reaches the port.
///
/// @param port 0 lets the system choose one
/// @param insecure whether other machines may reach it
public record AdminSettings(InetAddress address, int port, boolean insecure) {
  /// Reads the section `admin` of an agent's settings.
  public static AdminSettings read(Section section) {
    AdminSettings settings =
        new AdminSettings(
            section.address("address", "127.0.0.1"),
            section.integer("port", 8783, Range.PORT),
            section.flag("insecure", false));
    if (!settings.address.isLoopbackAddress() && !settings.insecure) {
      section.mistake("address", "readers on other machines need admin.insecure: true");
    }
    return settings;
  }

  /// What is open to whom, for a person.
  public String terms() {
    return "metrics, health and attempts: %s port %d without TLS, no authentication (%s)"
        .formatted(
            address.getHostAddress(),
            port,
            address.isLoopbackAddress() ? "this machine only" : "admin.insecure");
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }
}
