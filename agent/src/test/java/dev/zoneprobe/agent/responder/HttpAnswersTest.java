// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAnswersTest {
  private static final String GREETING = "zoneprobe responder\n";

  private RunningResponder running;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    running = RunningResponder.start();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() {
    client.close();
    running.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + running.responder().httpPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void saysWhoAnswers() throws Exception {
    HttpResponse<String> answer = send(request("/"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(GREETING);
    assertThat(answer.headers().firstValue("zoneprobe-node")).contains("node-a");
    assertThat(answer.headers().firstValue("zoneprobe-zone")).contains("zone-a");
    assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
  }

  @Test
  void statesAProcessingTimeBelowWhatThePeerSees() throws Exception {
    long begin = NanoClock.SYSTEM.nanos();
    HttpResponse<String> answer = send(request("/"));
    long seen = NanoClock.SYSTEM.nanos() - begin;

    long stated = answer.headers().firstValueAsLong("zoneprobe-processing-nanos").orElseThrow();
    assertThat(stated).isPositive().isLessThan(seen);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("HEAD / HTTP/1.1\r\nHost: peer\r\nConnection: close\r\n\r\n");

      assertThat(peer.hearToTheEnd())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("content-length: " + GREETING.length())
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void ignoresAQuery() throws Exception {
    assertThat(send(request("/?attempt=7")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "//", "/index.html"})
  void knowsNoOtherPath(String path) throws Exception {
    assertThat(send(request(path)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void knowsNoOtherMethod(String method) throws Exception {
    HttpResponse<String> answer =
        send(request("/").method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void keepsTheConnectionForTheNextRequest() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(send(request("/")).statusCode()).isEqualTo(200);
    }

    assertThat(running.counts(Protocol.HTTP).accepted()).isEqualTo(1);
    assertThat(running.counts(Protocol.HTTP).requests()).isEqualTo(3);
  }

  @Test
  void keepsTheConnectionAfterARefusalThatLeavesItInOrder() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.get("/nowhere");
      peer.hearUntil("404 Not Found\n");
      peer.get("/");

      assertThat(peer.hearUntil(GREETING)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void answersRequestsSentInOneGoInTheirOrder() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("GET / HTTP/1.1\r\n\r\nGET /nowhere HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");

      peer.hearUntil(GREETING);
      peer.hearUntil("404 Not Found\n");
      assertThat(peer.hearUntil(GREETING)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void closesWhenThePeerAsksForIt() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.get("/", "Connection: close");

      assertThat(peer.hearToTheEnd()).contains("connection: close").endsWith(GREETING);
    }
  }

  @Test
  void closesAfterAnOldRequest() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("GET / HTTP/1.0\r\n\r\n");

      assertThat(peer.hearToTheEnd()).endsWith(GREETING);
    }
  }

  @Test
  void keepsTheConnectionOfAnOldRequestThatAsksForIt() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      String first = peer.hearUntil(GREETING);
      peer.get("/");

      assertThat(first).contains("connection: keep-alive");
      assertThat(peer.hearUntil(GREETING)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void tellsEachPeerToGoElsewhereWhileDraining() throws Exception {
    try (Peer peer = running.connect(Protocol.HTTP)) {
      peer.get("/");
      peer.hearUntil(GREETING);

      running.responder().drain();
      peer.get("/");

      assertThat(peer.hearToTheEnd())
          .startsWith("HTTP/1.1 503")
          .contains("zoneprobe-node", "connection: close");
      assertThat(send(request("/")).statusCode()).isEqualTo(503);
    }
  }
}
