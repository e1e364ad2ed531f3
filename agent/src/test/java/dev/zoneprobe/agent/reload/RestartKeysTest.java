// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.Mistake;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartKeysTest {
  /// What Agent#adopt puts into force.
  private static final Set<String> RELOADED = Set.of("targets", "sli", "dns", "mesh");

  /// A section that means something even if it is empty.
  private static final String PRESENCE = "collector.tls";

  @Test
  void everyKeyIsEitherReloadedOrNeedsARestart() throws InvalidSettingsException {
    Stream<String> others =
        SettingsFile.keysAskedFor(
                "collector: {address: 'collector:8790'}",
                root -> AgentSettings.read(root, Map.of()))
            .keySet()
            .stream()
            .filter(key -> !RELOADED.contains(key.replaceFirst("[.\\[].*", "")));

    assertThat(RestartKeys.paths())
        .containsExactlyInAnyOrderElementsOf(Stream.concat(others, Stream.of(PRESENCE)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no TLS | {address: "h:1"}          | {address: "h:1", tls: {}}
          TLS    | {address: "h:1", tls: {}} | {address: "h:1"}
          TLS    | {address: "h:1", tls: {}} | {address: "h:1", tls: null}
          """)
  void anEmptySectionThatComesOrGoesNeedsARestart(String running, String before, String after)
      throws InvalidSettingsException {
    AgentSettings inForce = read("collector: " + before);

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() ->
            SettingsFile.parse("agent.yaml", "collector: " + after, root -> reread(root, inForce)))
        .satisfies(refused ->
            assertThat(refused.mistakes())
                .map(Mistake::toString)
                .containsExactly(
                    "agent.yaml:1: collector.tls: needs a restart; in force is " + running));
  }

  private static AgentSettings read(String text) throws InvalidSettingsException {
    return SettingsFile.parse("agent.yaml", text, root -> AgentSettings.read(root, Map.of()));
  }

  private static AgentSettings reread(Section root, AgentSettings inForce) {
    AgentSettings next = AgentSettings.read(root, Map.of());
    RestartKeys.refuseChanges(root, inForce, next);
    return next;
  }
}
