// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host;

import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Section;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/// Which node this is, and in which zone.
public record HostIdentity(String node, String zone) {

  /// Reads the section `node`. What it does not say comes from the environment variables
  /// `NODE_NAME` and `ZONEPROBE_ZONE`, which the DaemonSet fills from the Downward API; then the
  /// host's name, and the zone `unknown`, which is never guessed.
  public static HostIdentity read(Section section, Map<String, String> environment) {
    return new HostIdentity(
        section
            .optional("name", text -> Label.checked("node name", text))
            .or(() -> variable(environment, "NODE_NAME"))
            .orElseGet(HostIdentity::hostName),
        section
            .optional("zone", text -> Label.checked("zone", text))
            .or(() -> variable(environment, "ZONEPROBE_ZONE"))
            .orElse(Subject.UNKNOWN_ZONE));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
