// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestartKeysTest {
  /// What Agent#adopt puts into force.
  private static final Set<String> RELOADED = Set.of("targets", "sli", "dns", "mesh");

  @Test
  void everyKeyIsEitherReloadedOrNeedsARestart() throws InvalidSettingsException {
    List<String> others =
        SettingsFile.keysAskedFor(
                "collector: {address: 'collector:8790'}",
                root -> AgentSettings.read(root, Map.of()))
            .keySet()
            .stream()
            .filter(key -> !RELOADED.contains(key.replaceFirst("[.\\[].*", "")))
            .toList();

    assertThat(RestartKeys.paths()).containsExactlyInAnyOrderElementsOf(others);
  }
}
