// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoneprobe.collector.ingest.trust.Authority;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorFileTest {
  private static CollectorSettings parse(String text) throws InvalidSettingsException {
    return SettingsFile.parse("collector.yaml", text, CollectorFile::settings);
  }

  @Test
  void hasADefaultForEverything() throws InvalidSettingsException {
    CollectorSettings settings = parse("");

    assertThat(settings.ingest().entrance().address().toString()).isEqualTo("/127.0.0.1:8790");
    assertThat(settings.web().address().toString()).isEqualTo("/127.0.0.1:8791");
    assertThat(settings.expose().quantiles()).containsExactly(0.5, 0.9, 0.99, 0.999);
    assertThat(settings.merge().window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.merge().schema()).isEqualTo(6);
    assertThat(settings.topology().first().peers()).isEmpty();
  }

  @Test
  void readsWhatIsGiven() throws InvalidSettingsException {
    CollectorSettings settings =
        parse(
            """
            listen: {address: "::1", grpc: 1, http: 2}
            quantiles: {window: 1m, values: [0.95]}
            histogram: {schema: 3, bounds: [0.1, 1]}
            limits: {series: 10, agents: 5}
            peers:
              - {node: n, zone: z, host: h.test, http: 3, grpc: 4, tcp: 5}
            """);

    assertThat(settings.ingest().entrance().address().getPort()).isEqualTo(1);
    assertThat(settings.ingest().maxAgents()).isEqualTo(5);
    assertThat(settings.merge().bounds()).containsExactly(0.1, 1.0);
    assertThat(settings.limits().series()).isEqualTo(10);
    assertThat(settings.topology().first().peers())
        .containsExactly(new Peer("n", "z", "h.test", new Peer.Ports(3, 4, 5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen: {grpc: 70000}             | listen.grpc: "70000": not between 0 and 65535
          listen: {http: 8790}              | listen.http: "8790": is the port of listen.grpc too
          listen: {address: here}           | listen.address: "here": not an IP address such as 127.0.0.1 or ::
          lisen: {}                         | lisen: unknown key (known: agents, histogram, limits, listen, peers, plan, quantiles, store, topology, web)
          quantiles: {values: [1]}          | quantiles.values[0]: "1": not between 0.0001 and 0.9999
          quantiles: {values: [x]}          | quantiles.values[0]: "x": not a number
          quantiles: {values: [0.5, 0.50]}  | quantiles.values: names a quantile twice
          quantiles: {window: 5s}           | quantiles.window: "5s": not between 10s and 1h
          histogram: {schema: 9}            | histogram.schema: "9": not between 0 and 8
          histogram: {bounds: [1, 0.5]}     | histogram.bounds: not in ascending order
          histogram: {bounds: [0]}          | histogram.bounds[0]: "0": not between 0.000001 and 60
          listen: {tls: {key: k}}           | listen.tls.key: "k": certificate and key go together
          listen: {tls: {clientCa: /none}}  | listen.tls.clientCa: "/none": no readable file
          listen: {tls: {certificate: /none, key: /none}} | listen.tls.certificate: "/none": /none: no readable file
          {listen: {address: 0.0.0.0}, web: {insecure: true}} | listen.address: "0.0.0.0": agents on other machines need listen.tls and agents.trust, or else listen.insecure: true
          listen: {address: "::", insecure: true} | listen.address: "::": readers on other machines need web.tls, or else web.insecure: true
          web: {tokens: /none}              | web.tokens: "/none": /none: no readable file of UTF-8 text
          web: {replicas: {ca: /none}}      | web.replicas.ca: "/none": no readable file
          web: {replicas: {host: a b}}      | web.replicas.host: "a b": not a name such as zoneprobe-replicas
          agents: {trust: me}               | agents.trust: "me": expected one of none, certificate, tokens, kubernetes
          agents: {trust: certificate}      | agents.trust: "certificate": needs listen.tls.clientCa
          agents: {trust: tokens}           | agents.tokens: is missing
          agents: {kubernetes: {issuer: i, serviceAccount: a/b, keys: k}} | agents.kubernetes: is of no use without trust: kubernetes
          agents: {trust: kubernetes, kubernetes: {issuer: i, serviceAccount: b, keys: k}} | agents.kubernetes.serviceAccount: "b": not a service account such as zoneprobe/agent
          agents: {trust: kubernetes, kubernetes: {issuer: i, serviceAccount: a/b, keys: "http://keys.test/"}} | agents.kubernetes.keys: "http://keys.test/": keys are only to be had over https: http://keys.test/
          limits: {agents: 0}               | limits.agents: "0": not between 1 and 1000000
          plan: {peersPerNode: 0}           | plan.peersPerNode: "0": not between 1 and 500
          plan: {mostPeersPerNode: 9}       | plan.mostPeersPerNode: "9": less than peersPerNode, which is 12
          topology: {kubernetes: {service: A_b}} | topology.kubernetes.service: "A_b": no name that Kubernetes allows
          topology: {kubernetes: {api: "ftp://k"}} | topology.kubernetes.api: "ftp://k": no http or https URL
          peers: [{node: a, zone: z}]       | peers[0].host: is missing
          peers: [{node: a, zone: "", host: h}] | peers[0].zone: "": zone is empty
          peers: [{node: a, zone: z, host: node_1}] | peers[0].host: "node_1": no host name or address
          peers: [{node: a, zone: z, host: h/i}] | peers[0].host: "h/i": no host name or address
          peers: [{node: a, zone: z, host: "h:80"}] | peers[0].host: "h:80": no host name or address
          peers: [{node: a, zone: z, host: h, tcp: 0}] | peers[0].tcp: "0": not between 1 and 65535
          peers: [{node: a, zone: z, host: h}, {node: a, zone: y, host: i}] | peers[1].node: "a": is in the list twice
          """)
  void saysWhatIsWrong(String text, String mistake) {
    InvalidSettingsException thrown =
        catchThrowableOfType(InvalidSettingsException.class, () -> parse(text));

    assertThat(thrown).hasMessage("collector.yaml:1: " + mistake);
  }

  @Test
  void refusesAuthoritiesForCollectorsThatAreAskedWithoutTls(@TempDir Path folder)
      throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.crt"), new Authority().root().certificatePem());

    assertThatThrownBy(() -> parse("web: {replicas: {host: a, ca: %s}}".formatted(ca)))
        .hasMessage(
            "collector.yaml:1: web.replicas.ca: \"%s\": needs web.tls, without which collectors ask"
                + " each other over plain HTTP",
            ca);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    InvalidSettingsException thrown =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> parse("listen: {grpc: x}\nhistogram: {schema: y}\n"));

    assertThat(thrown.mistakes()).hasSize(2);
  }
}
