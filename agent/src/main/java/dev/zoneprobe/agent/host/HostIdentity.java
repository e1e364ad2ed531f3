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
    return new HostIdentity(node(section, environment), zone(section, environment));
  }

  private static String node(Section section, Map<String, String> environment) {
    Told told = new Told(section, "name", "node name");
    String name =
        section
            .optional("name", told::checked)
            .or(() -> variable(environment, "NODE_NAME"))
            .orElseGet(HostIdentity::hostName);
    told.requireLabel(name, variable(environment, "NODE_NAME").map(_ -> "NODE_NAME"));
    return name;
  }

  private static String zone(Section section, Map<String, String> environment) {
    Told told = new Told(section, "zone", "zone");
    String zone =
        section
            .optional("zone", told::checked)
            .or(() -> variable(environment, "ZONEPROBE_ZONE"))
            .orElse(Subject.UNKNOWN_ZONE);
    told.requireLabel(zone, Optional.of("ZONEPROBE_ZONE"));
    return zone;
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

  /// A key whose value may come from elsewhere.
  ///
  /// @param what it is, for a person
  private record Told(Section section, String key, String what) {
    String checked(String text) {
      return Label.checked(what, text);
    }

    /// Notes a mistake if what came from elsewhere can be no label.
    ///
    /// @param variable of the environment that it came from; absent: it is the host's name
    void requireLabel(String value, Optional<String> variable) {
      if (Label.isAllowed(value) || section.isAlone() || section.isMistaken(key)) {
        return;
      }
      try {
        String _ = checked(value);
      } catch (IllegalArgumentException e) {
        String from = variable.map(name -> "the environment's " + name).orElse("the host's name");
        section.mistake(key, from + ": " + e.getMessage());
      }
    }
  }
}
