// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponderServiceTest {
  private static final Map<String, String> IN_KUBERNETES =
      Map.of(
          "ZONEPROBE_RESPONDER_SERVICE_HOST", "10.96.0.20",
          "ZONEPROBE_RESPONDER_SERVICE_PORT_HTTP", "81");

  private static List<Target> targets(String mesh, Map<String, String> environment)
      throws InvalidSettingsException {
    return SettingsFile.parse(
            "agent.yaml",
            "collector: {address: 'collector:8790'}\nmesh: {" + mesh + "}\n",
            root -> AgentSettings.read(root, environment))
        .targets();
  }

  @Test
  void isTheOneThatKubernetesTellsOf() throws InvalidSettingsException {
    Target target = targets("interval: 2s, connections: [new]", IN_KUBERNETES).getFirst();

    assertThat(target.endpoint()).isEqualTo(Endpoint.Http.get(URI.create("http://10.96.0.20:81/")));
    assertThat(target.subject().target()).isEqualTo("service");
    assertThat(target.subject().destinationZone()).isEqualTo("unknown");
    assertThat(target.timing().interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(target.connections()).containsExactly(Connection.NEW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service: 10.0.0.1           | http://10.0.0.1:8780/
          service: '10.0.0.1:80'      | http://10.0.0.1:80/
          service: '[fd00::7]:80'     | http://[fd00::7]:80/
          """)
  void isTheOneThatTheConfigurationNames(String mesh, URI expected)
      throws InvalidSettingsException {
    assertThat(targets(mesh, IN_KUBERNETES))
        .extracting(Target::endpoint)
        .containsExactly(Endpoint.Http.get(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"service: none", "protocols: [tcp, grpc]", "protocols: []"})
  void isNotProbedIfNobodyWantsIt(String mesh) throws InvalidSettingsException {
    assertThat(targets(mesh, IN_KUBERNETES)).isEmpty();
  }

  @Test
  void isNotProbedWhereThereIsNone() throws InvalidSettingsException {
    assertThat(targets("", Map.of())).isEmpty();
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> targets("service: responder:80", Map.of()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("mesh.service: \"responder:80\": not an IP address");
  }

  @Test
  void refusesAnEnvironmentThatCannotBe() {
    Map<String, String> odd = Map.of("ZONEPROBE_RESPONDER_SERVICE_HOST", "None");

    assertThatThrownBy(() -> targets("", odd))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("mesh.service: the environment's ZONEPROBE_RESPONDER_SERVICE_*: not");
  }
}
