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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliReaderTest {
  private static final String SLI = "sli: {dnsService: 10.96.0.10, service: '10.96.0.20:80'}";
  private static final Map<String, String> NOTHING = Map.of();

  private static List<Target> targets(String text, Map<String, String> environment)
      throws InvalidSettingsException {
    return SettingsFile.parse(
            "agent.yaml",
            "collector: {address: 'collector:8790'}\n" + text,
            root -> AgentSettings.read(root, environment))
        .targets();
  }

  @Test
  void addsNoTargetsUnlessAskedTo() throws InvalidSettingsException {
    assertThat(targets("", NOTHING)).isEmpty();
  }

  @Test
  void addsOneTargetForEachSli() throws InvalidSettingsException {
    List<Target> targets = targets(SLI, NOTHING);

    assertThat(targets)
        .map(target -> target.subject().target())
        .containsExactly("sli-network", "sli-dns-resolv-conf", "sli-dns-service");
    assertThat(targets)
        .allSatisfy(target -> {
          assertThat(target.timing().interval()).isEqualTo(Duration.ofSeconds(1));
          assertThat(target.connections()).isEqualTo(Set.of(Connection.NEW));
          assertThat(target.subject().destinationZone()).isEqualTo("cluster");
        });
  }

  @Test
  void asksBothNameserversForTheSameAbsoluteName() throws InvalidSettingsException {
    List<Endpoint> endpoints = targets(SLI, NOTHING).stream().map(Target::endpoint).toList();

    String name = "kubernetes.default.svc.cluster.local.";
    InetSocketAddress service = new InetSocketAddress(InetAddress.ofLiteral("10.96.0.10"), 53);
    assertThat(endpoints)
        .contains(
            new Endpoint.Dns(Optional.empty(), name, Endpoint.RecordType.A, Optional.empty()),
            new Endpoint.Dns(Optional.of(service), name, Endpoint.RecordType.A, Optional.empty()));
  }

  @Test
  void findsTheServiceThatKubernetesTellsOf() throws InvalidSettingsException {
    Map<String, String> told =
        Map.of(
            "ZONEPROBE_RESPONDER_SERVICE_HOST", "fd00::7",
            "ZONEPROBE_RESPONDER_SERVICE_PORT_HTTP", "81");

    Endpoint network =
        targets("mesh: {service: none}\nsli: {dnsService: 10.96.0.10}", told).getFirst().endpoint();

    assertThat(network)
        .isInstanceOfSatisfying(
            Endpoint.Http.class,
            http -> assertThat(http.uri().toString()).isEqualTo("http://[fd00::7]:81/"));
  }

  @ParameterizedTest
  @CsvSource({
    "HOST, not-an-ip, not an IP address",
    "PORT_HTTP, 99999, not between 1 and 65535",
    "PORT_HTTP, http, For input string: \"http\"",
  })
  void namesTheMistakeOfAnEnvironmentThatCannotBe(String variable, String value, String problem) {
    Map<String, String> odd = new TreeMap<>(Map.of("ZONEPROBE_RESPONDER_SERVICE_HOST", "fd00::7"));
    odd.put("ZONEPROBE_RESPONDER_SERVICE_" + variable, value);

    assertThatThrownBy(() -> targets("mesh: {service: none}\nsli: {dnsService: 10.96.0.10}", odd))
        .isInstanceOf(InvalidSettingsException.class)
        .message()
        .contains("sli.service: the environment's ZONEPROBE_RESPONDER_SERVICE_*: ", problem)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {service: 10.96.0.20}                                | sli.dnsService: is missing
          {dnsService: 10.96.0.10}                             | sli.service: is missing, and there is no Service zoneprobe-responder
          {dnsService: kube-dns, service: 10.96.0.20}          | sli.dnsService: "kube-dns": not an IP address
          {dnsService: 10.96.0.10, service: shop}              | sli.service: "shop": not an IP address
          {dnsService: 10.96.0.10, service: 10.96.0.20, name: a/b} | sli.name: "a/b": expected
          {dnsService: 10.96.0.10, service: 10.96.0.20, zone: z}   | sli.zone: unknown key
          """)
  void namesTheMistake(String sli, String problem) {
    assertThatThrownBy(() -> targets("sli: " + sli, NOTHING))
        .isInstanceOf(InvalidSettingsException.class)
        .message()
        .contains(problem)
        .doesNotContain("\n");
  }

  @Test
  void isAmongTheKnownKeysWithoutBeingThere() {
    assertThatThrownBy(() -> targets("slis: {}", NOTHING))
        .hasMessageContaining(
            "unknown key (known: admin, collector, dns, mesh, node, responder, sli, targets)");
  }

  @Test
  void keepsItsNamesToItself() {
    assertThatThrownBy(() -> targets("targets: [{name: sli-network, url: 'tcp://h:1'}]", NOTHING))
        .hasMessageContaining("this name is kept for the section sli");
  }
}
