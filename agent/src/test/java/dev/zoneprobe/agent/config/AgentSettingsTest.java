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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentSettingsTest {
  private static final String COLLECTOR = "collector: {address: 'collector:8790'}\n";

  private static AgentSettings read(String text) throws InvalidSettingsException {
    return SettingsFile.parse(
        "agent.yaml", text, root -> AgentSettings.read(root, Map.of("NODE_NAME", "node-1")));
  }

  private static Target target(String text) throws InvalidSettingsException {
    return read(COLLECTOR + "targets:\n  - " + text).targets().getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {name: t, url: 'ftp://h:1'}                    | 3 | targets[0].url: "ftp://h:1": unknown scheme ftp; known: tcp, dns, http, https, grpc, grpcs
          {name: t, url: 'dns:h'}                        | 3 | targets[0].url: "dns:h": no // after the scheme
          {name: t, url: 'h:1/x y'}                      | 3 | targets[0].url: "h:1/x y": not a URL
          {name: t, url: 'example.com'}                  | 3 | targets[0].url: "example.com": no scheme
          {name: t, url: 'tcp://h'}                      | 3 | targets[0].url: "tcp://h": no port
          {name: t, url: 'tcp://h:70000'}                | 3 | targets[0].url: "tcp://h:70000": port 70000 is not between 1 and 65535
          {name: t, url: 'tcp://:80'}                    | 3 | targets[0].url
          {name: t, url: 'http://[fe80::1%25eth0]:80/'}  | 3 | targets[0].url: "http://[fe80::1%25eth0]:80/": HTTP has no way to name an interface (%25eth0)
          {name: t, url: 'https://[fe80::1%eth0]/'}      | 3 | targets[0].url: "https://[fe80::1%eth0]/": HTTP has no way to name an interface (%eth0)
          {name: t, url: 'http://u:p@h/'}                | 3 | a URL must not hold a user or password
          {name: t, url: 'dns://resolver/name'}          | 3 | a nameserver is an IP address, not resolver
          {name: t, url: 'dns:///name?type=MX'}          | 3 | expected ?type=A or ?type=AAAA
          {name: t, url: 'dns:///'}                      | 3 | expected dns://[nameserver[:port]]/name?type=A
          {name: t}                                      | 3 | targets[0].url: is missing
          {url: 'tcp://h:1'}                             | 3 | targets[0].name: is missing
          {name: peer, url: 'tcp://h:1'}                 | 3 | targets[0].name: "peer": this name is kept for mesh peers
          {name: service, url: 'tcp://h:1'}              | 3 | targets[0].name: "service": this name is kept for mesh peers
          {name: '', url: 'tcp://h:1'}                   | 3 | targets[0].name: "": name is empty
          {name: t, url: 'tcp://h:1', interval: 5}       | 3 | targets[0].interval: "5": not a duration such as 250ms, 10s, 5m or 1h
          {name: t, url: 'tcp://h:1', interval: 1ms}     | 3 | targets[0].interval: "1ms": not between 10ms and 1h
          {name: t, url: 'tcp://h:1', timeout: 2m}       | 3 | targets[0].timeout: "2m": not between 1ms and 1m
          {name: t, url: 'http://h', connections: [old]} | 3 | targets[0].connections[0]: "old": expected one of new, reused
          {name: t, url: 'http://h', connections: []}    | 3 | targets[0].connections: is empty
          {name: t, url: 'http://h', expect: {status: [99]}}    | 3 | targets[0].expect.status[0]: "99": not an HTTP status such as 204 or a class such as 2xx
          {name: t, url: 'http://h', expect: {body: '('}}       | 3 | targets[0].expect.body: "(": not a regular expression: Unclosed group
          {name: t, url: 'grpc://h:1', expect: {grpcStatus: [OK]}} | 3 | targets[0].expect.grpcStatus[0]: "OK": expected one of INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED
          {name: t, url: 'dns:///n', expect: {rcode: 3}}        | 3 | targets[0].expect.rcode: "3": expected one of NOERROR, NXDOMAIN, REFUSED, SERVFAIL
          {name: t, url: 'https://h', tls: {authorities: no}}   | 3 | targets[0].tls.authorities: "no": no readable file
          {name: t, url: 'http://h', tls: {serverName: n}}      | 3 | targets[0].tls: the URL is not one over TLS
          {name: t, url: 'https://h', tls: {certificate: no}}   | 3 | targets[0].tls.certificate: "no": no readable file
          {name: t, url: 'https://h', expect: {status: [6xx]}}  | 3 | targets[0].expect.status[0]: "6xx": not an HTTP status such as 204 or a class such as 2xx
          {name: t, url: 'http://h', family: ipx}               | 3 | targets[0].family: "ipx": expected one of ipv4, ipv6, any
          {name: t, url: 'tcp://127.0.0.1:1', family: ipv6}     | 3 | targets[0].family: "ipv6": the URL holds an address of the other family
          {name: t, url: 'dns:///n', family: ipv6}              | 3 | targets[0].family: "ipv6": for a lookup, ?type says it
          {name: t, url: 'http://h', request: {method: BREW}}   | 3 | targets[0].request.method: "BREW": expected one of GET, HEAD
          {name: t, url: 'http://h', request: {body: x}}        | 3 | targets[0].request.method: a GET request has no body
          {name: t, url: 'http://h', request: {method: PUT, bodyFile: no}}             | 3 | targets[0].request.bodyFile: "no": no readable file
          {name: t, url: 'http://h', request: {authority: a}}   | 3 | targets[0].request.authority: "a": for HTTP it is the header Host
          {name: t, url: 'grpc://h:1', request: {method: PUT}}  | 3 | targets[0].request.method: "PUT": a gRPC call has none
          {name: t, url: 'tcp://h:1', request: {headers: [{name: a, value: b}]}}       | 3 | targets[0].request.headers: nothing is requested
          {name: t, url: 'http://h', request: {headers: [{name: 'a b', value: c}]}}    | 3 | targets[0].request.headers[0].name: "a b": not a header name
          {name: t, url: 'http://h', request: {headers: [{name: a}]}}                  | 3 | targets[0].request.headers[0].name: "a": needs a value, or a file that holds it
          {name: t, url: 'http://h', request: {headers: [{name: a, file: no}]}}        | 3 | targets[0].request.headers[0].file: "no": no readable file
          {name: t, url: 'http://h', request: {headers: [{name: Expect, value: c}]}}   | 3 | "Expect": a header that the probe sends or leaves out by itself
          {name: t, url: 'grpc://h:1', request: {headers: [{name: x-bin, value: c}]}}  | 3 | "x-bin": a header that the probe sends or leaves out by itself
          {name: t, url: ' tcp://h:1'}                          | 3 | targets[0].url: " tcp://h:1": not a URL
          {name: t, url: 'tcp://h:1/healthz'}                   | 3 | targets[0].url: "tcp://h:1/healthz": a path is never sent over tcp
          {name: t, url: 'tcp://h:1?x'}                         | 3 | targets[0].url: "tcp://h:1?x": a query (?) is never sent over tcp
          {name: t, url: 'tcp://h:1', intervall: 1s}            | 3 | targets[0].intervall: unknown key (known:
          """)
  void namesLineAndKeyOfAMistakeInATarget(String target, int line, String problem) {
    assertThatThrownBy(() -> target(target))
        .isInstanceOf(InvalidSettingsException.class)
        .message()
        .startsWith("agent.yaml:" + line + ": ")
        .contains(problem.strip())
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                | agent.yaml:1: collector.address: is missing
          collector: {address: nowhere}                     | collector.address: "nowhere": expected host:port
          collector: {address: 'h:99999'}                   | collector.address: "h:99999": not between 0 and 65535
          collector: {address: 'h:1', interval: 1h}         | collector.interval: "1h": not between 1s and 5m
          collector: {address: 'h:1', backlog: 10}          | collector.backlog: "10": not a size such as 512KiB or 8MiB
          collector: {address: 'h:1', adress: 'h:1'}        | collector.adress: unknown key (known: address, backlog, insecure, interval, stateDirectory, tls, tokenFile)
          """)
  void namesTheKeyOfAMistakeElsewhere(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidSettingsException.class)
        .message()
        .contains(problem.strip())
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          responder: {http: 123456}          | responder.http: "123456": not between 0 and 65535
          responder: {address: localhost}    | responder.address: "localhost"
          mesh: {protocols: [dns]}           | mesh.protocols[0]: "dns": expected one of tcp, http, grpc
          dns: {nameservers: ['ns.example']} | dns.nameservers[0]: "ns.example": not an IP address, or one with :port
          dns: {family: ipx}                 | dns.family: "ipx": expected one of ipv4, ipv6, both
          node: {zone: "a\\u0007b"}          | node.zone
          telemetry: {}                      | telemetry: unknown key
          targets: {name: t}                 | targets: expected a list
          mesh: {connections: new}           | mesh.connections: "new": expected a list
          """)
  void namesTheKeyOfAMistakeBesideTheCollector(String text, String problem) {
    namesTheKeyOfAMistakeElsewhere(COLLECTOR + text, problem);
  }

  @Test
  void doesNotTellTheValueOfAHeaderThatIsWrong() {
    String wrong = "{name: t, url: 'http://h', request: {headers: [{name: a, value: 'sécret'}]}}";

    assertThatThrownBy(() -> target(wrong))
        .hasMessageContaining("its value has a character that no header can have")
        .message()
        .doesNotContain("cret");
  }

  @Test
  void namesEveryMistakeAtOnce() {
    String text = "collector: {}\nmesh: {interval: x}\ntargets: [{name: t, url: tcp}]\n";

    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("agent.yaml:1: collector.address")
        .hasMessageContaining("agent.yaml:2: mesh.interval")
        .hasMessageContaining("agent.yaml:3: targets[0].url");
  }

  @Test
  void refusesTwoTargetsOfOneName() {
    String twice =
        COLLECTOR + "targets:\n  - {name: t, url: 'tcp://h:1'}\n  - {name: t, url: 'tcp://h:2'}";

    assertThatThrownBy(() -> read(twice))
        .hasMessage("agent.yaml:4: targets[1].name: \"t\": another target has the same name");
  }

  @Test
  void fillsInWhatIsNotSaid() throws InvalidSettingsException {
    AgentSettings settings = read(COLLECTOR);

    assertThat(settings.host().node()).isEqualTo("node-1");
    assertThat(settings.host().zone()).isEqualTo("unknown");
    assertThat(settings.report().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.targets()).isEmpty();
  }

  @Test
  void readsEverySchemeOfTarget() throws InvalidSettingsException {
    assertThat(target("{name: t, url: 'tcp://[::1]:9000'}").endpoint())
        .isEqualTo(new Endpoint.Tcp("::1", 9000));
    assertThat(target("{name: t, url: 'grpc://h:9000/pkg.Service'}").endpoint())
        .isEqualTo(new Endpoint.Grpc("h", 9000, "pkg.Service", Optional.empty()));
    assertThat(target("{name: t, url: 'grpcs://h'}").endpoint())
        .isEqualTo(new Endpoint.Grpc("h", 443, "", Optional.of(Endpoint.Tls.DEFAULT)));
    assertThat(target("{name: t, url: 'dns://127.0.0.1:5353/n.?type=AAAA'}").endpoint())
        .isInstanceOfSatisfying(
            Endpoint.Dns.class,
            dns -> {
              assertThat(dns.name()).isEqualTo("n.");
              assertThat(dns.type()).isEqualTo(Endpoint.RecordType.AAAA);
              assertThat(dns.nameserver()).isPresent();
              assertThat(dns.rcode()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({"NOERROR, 0", "SERVFAIL, 2", "NXDOMAIN, 3", "REFUSED, 5"})
  void readsTheResponseCodeThatIsWanted(String name, int code) throws InvalidSettingsException {
    assertThat(target("{name: t, url: 'dns:///n', expect: {rcode: %s}}".formatted(name)).endpoint())
        .isEqualTo(
            new Endpoint.Dns(Optional.empty(), "n", Endpoint.RecordType.A, Optional.of(code)));
  }

  @Test
  void probesALookupAndAMereConnectOverNewConnectionsOnly() throws InvalidSettingsException {
    assertThat(target("{name: t, url: 'tcp://h:1'}").connections())
        .isEqualTo(Set.of(Connection.NEW));
    assertThat(target("{name: t, url: 'http://h:1'}").connections())
        .containsExactlyInAnyOrder(Connection.NEW, Connection.REUSED);
  }
}
