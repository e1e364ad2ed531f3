// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponderServiceTest {
  private static final Map<String, String> IN_KUBERNETES =
      Map.of(
          "ZONEPROBE_RESPONDER_SERVICE_HOST", "10.96.0.20",
          "ZONEPROBE_RESPONDER_SERVICE_PORT_HTTP", "81",
          "ZONEPROBE_RESPONDER_SERVICE_PORT_GRPC", "82");

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
    List<Target> targets = targets("interval: 2s, connections: [new]", IN_KUBERNETES);

    assertThat(targets)
        .extracting(Target::endpoint)
        .containsExactly(http("http://10.96.0.20:81/"), grpc("10.96.0.20", 82));
    assertThat(targets)
        .allSatisfy(target -> {
          assertThat(target.subject().target()).isEqualTo("service");
          assertThat(target.subject().destinationZone()).isEqualTo("unknown");
          assertThat(target.timing().interval()).isEqualTo(Duration.ofSeconds(2));
          assertThat(target.connections()).containsExactly(Connection.NEW);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service: 10.0.0.1                             | http://10.0.0.1:8780/  | 10.0.0.1     | 8781
          service: '10.0.0.1:80'                        | http://10.0.0.1:80/    | 10.0.0.1     | 8781
          service: '[fd00::7]:80'                       | http://[fd00::7]:80/   | fd00:0:0:0:0:0:0:7 | 8781
          service: '10.0.0.1:80', serviceGrpcPort: 443  | http://10.0.0.1:80/    | 10.0.0.1     | 443
          serviceGrpcPort: 443                          | http://10.96.0.20:81/  | 10.96.0.20   | 443
          """)
  void isTheOneThatTheConfigurationNames(String mesh, String http, String host, int grpcPort)
      throws InvalidSettingsException {
    assertThat(targets(mesh, IN_KUBERNETES))
        .extracting(Target::endpoint)
        .containsExactly(http(http), grpc(host, grpcPort));
  }

  private static Endpoint http(String url) {
    return Endpoint.Http.get(URI.create(url));
  }

  private static Endpoint grpc(String host, int port) {
    return new Endpoint.Grpc(host, port, "", Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"service: none", "protocols: [tcp]", "protocols: []"})
  void isNotProbedIfNobodyWantsIt(String mesh) throws InvalidSettingsException {
    assertThat(targets(mesh, IN_KUBERNETES)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void isProbedWithWhatPeersAreProbedWith(Protocol protocol) throws InvalidSettingsException {
    assertThat(targets("protocols: [tcp, " + protocol.label() + "]", IN_KUBERNETES))
        .extracting(target -> target.subject().protocol())
        .containsExactly(protocol);
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

  @ParameterizedTest
  @CsvSource({"HOST, None", "PORT_HTTP, 0", "PORT_GRPC, 65536"})
  void refusesAnEnvironmentThatCannotBe(String variable, String value) {
    Map<String, String> odd = new TreeMap<>(IN_KUBERNETES);
    odd.put("ZONEPROBE_RESPONDER_SERVICE_" + variable, value);

    assertThatThrownBy(() -> targets("", odd))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("mesh.service: the environment's ZONEPROBE_RESPONDER_SERVICE_*: not");
  }
}
