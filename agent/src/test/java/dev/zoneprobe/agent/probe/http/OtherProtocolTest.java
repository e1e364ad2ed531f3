// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that speak something else, and how a person learns what is wrong.
final class OtherProtocolTest {
  private static final String NO_BEGINNING = "what came does not begin as an HTTP/1.1 answer";

  /// SETTINGS, and GOAWAY for what was no HTTP/2 preface (RFC 9113, sections 6.5 and 6.8); or
  /// SETTINGS alone, in parts.
  @ParameterizedTest
  @ValueSource(strings = {"00000004000000000000000807000000000000000000000001", "00000004"})
  void anHttp2ServerIsToldByItsFirstBytesEvenIfItCloses(String digits) throws IOException {
    byte[] frames = HexFormat.of().parseHex(digits);
    Attempt attempt = answeredWith(new String(frames, StandardCharsets.ISO_8859_1));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.TRANSFER));
    assertThat(attempt.trace().detail()).contains(NO_BEGINNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
  void aTrueBeginningThatIsCutShortIsALoss(String beginning) throws IOException {
    Attempt attempt = answeredWith(beginning);

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.TRANSFER));
    assertThat(attempt.trace().detail()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH_9.6;, what came does not begin as an HTTP/1.1 answer",
    "HTTP/1.1 200 OK;Content-Length: 4;Content-Length: 7;;four,"
        + " 'the answer''s Content-Length is no number, or differs from another'",
    "HTTP/1.1 -10 OK;Content-Length: 0;;, the answer's head is none of HTTP/1.1",
  })
  void whatIsWrongIsTold(String answer, String detail) throws IOException {
    Attempt attempt = answeredWith(answer.replace(";", "\r\n"));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.TRANSFER));
    assertThat(attempt.trace().detail()).contains(detail);
  }

  @Test
  void aBeginningMayComeByteByByte() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          for (char letter : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".toCharArray()) {
            ScriptedServer.write(connection, String.valueOf(letter));
          }
        })) {
      assertThat(attempt(server).outcome()).isEqualTo(new Outcome.Success());
    }
  }

  private static Attempt answeredWith(String answer) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, answer);
          connection.close();
        })) {
      return attempt(server);
    }
  }

  private static Attempt attempt(ScriptedServer server) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
    Endpoint.Http endpoint =
        new Endpoint.Http(uri, HttpRequest.GET, HttpExpectation.OK, Endpoint.Tls.DEFAULT);
    try (HttpProbe probe = new HttpProbe(endpoint, Connection.NEW, new LoopbackNames())) {
      return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
    }
  }
}
