// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostIdentityTest {
  /// Kubernetes has names of up to 253 characters.
  private static final String LONG = "n".repeat(140);

  private static HostIdentity read(String text, Map<String, String> environment)
      throws InvalidSettingsException {
    return SettingsFile.parse(
        "agent.yaml", text, root -> HostIdentity.read(root.section("node"), environment));
  }

  @Test
  void refusesAnEnvironmentThatNamesWhatCannotBeALabel() {
    Map<String, String> environment = Map.of("NODE_NAME", LONG, "ZONEPROBE_ZONE", "a\nb");

    assertThatThrownBy(() -> read("node: {}", environment))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(
            "agent.yaml:1: node.name: the environment's NODE_NAME: node name is 140 characters"
                + " long, the limit is 128: nnnnnnnnnnnnnnnn…")
        .hasMessageContaining(
            "agent.yaml:1: node.zone: the environment's ZONEPROBE_ZONE: zone contains an"
                + " unprintable character");
  }

  @Test
  void asksNoEnvironmentForWhatTheFileSays() throws InvalidSettingsException {
    Map<String, String> environment = Map.of("NODE_NAME", LONG, "ZONEPROBE_ZONE", LONG);

    assertThat(read("node: {name: n1, zone: zone-a}", environment))
        .isEqualTo(new HostIdentity("n1", "zone-a"));
  }

  @Test
  void takesTheEnvironmentForWhatTheFileDoesNotSay() throws InvalidSettingsException {
    Map<String, String> environment = Map.of("NODE_NAME", "n1", "ZONEPROBE_ZONE", " ");

    assertThat(read("", environment)).isEqualTo(new HostIdentity("n1", "unknown"));
  }
}
