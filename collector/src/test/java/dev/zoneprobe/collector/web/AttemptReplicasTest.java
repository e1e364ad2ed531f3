// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.PEER_IN_B;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.web.replica.Replicas;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two collectors, each with the attempts of one agent: what either tells of single attempts.
class AttemptReplicasTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Collector> collectors = new ArrayList<>();

  private Collector collector(int httpPort, int replica) throws Exception {
    String text =
        """
        listen: {grpc: 0, http: %d}
        store: {commitEvery: 10ms}
        web: {replicas: {host: localhost, port: %d, timeout: 5s}}
        """
            .formatted(httpPort, replica);
    Collector collector =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), new SteppingClock(NOW));
    collectors.add(collector);
    collector.start();
    return collector;
  }

  /// Two that ask each other; attempts of so many nanoseconds, which are their ids, are reported to
  /// the first and to the second in turn. The longer one took, the earlier it began.
  private List<Collector> pair(long... nanos) throws Exception {
    int first = freePort();
    int second = freePort();
    List<Collector> both = List.of(collector(first, second), collector(second, first));
    for (int place = 0; place < 2; place++) {
      int turn = place;
      long[] its =
          LongStream.range(0, nanos.length)
              .filter(index -> index % 2 == turn)
              .map(index -> nanos[(int) index])
              .toArray();
      report(both.get(place), "node-" + place, its);
    }
    return both;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void report(Collector to, String node, long... nanos) throws InterruptedException {
    SubjectInterval all = Snapshots.interval(PEER_IN_B, TOTAL, nanos);
    List<Attempt> attempts =
        LongStream.of(nanos).mapToObj(AttemptReplicasTest::longAgoIfLong).toList();
    IntervalSnapshot snapshot =
        Snapshots.snapshot(
            node,
            Snapshots.span(1, 1),
            new SubjectInterval(all.subject(), all.counts(), all.series(), attempts));
    try (ConnectedAgent agent = new ConnectedAgent(to.grpcPort())) {
      agent.deliver(snapshot);
      assertThat(agent.receipt()).isEqualTo(1);
    }
  }

  private static Attempt longAgoIfLong(long nanos) {
    Attempt attempt = Snapshots.attempt(PEER_IN_B, TOTAL, nanos);
    Attempt.Circumstances around = attempt.circumstances();
    return new Attempt(
        attempt.id(),
        attempt.subject(),
        new Attempt.Circumstances(
            NOW.minusNanos(1_000 * nanos),
            around.connection(),
            around.sourceState(),
            around.destinationNode()),
        attempt.outcome(),
        attempt.phaseNanos(),
        attempt.trace());
  }

  @AfterEach
  void stop() {
    collectors.forEach(Collector::close);
    http.close();
  }

  private HttpResponse<String> get(Collector of, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + of.httpPort() + "/api/v1/attempts" + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject list(Collector of, String query) throws Exception {
    return JsonParser.parseString(get(of, query).body()).getAsJsonObject();
  }

  private static List<Long> ids(JsonObject list) {
    return list.getAsJsonArray("attempts").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(attempt -> Long.parseLong(attempt.get("id").getAsString(), 16))
        .toList();
  }

  @Test
  void eitherTellsTheFirstOfBothInTheOrderThatIsAskedFor() throws Exception {
    for (Collector asked : pair(1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000)) {
      JsonObject slowest = list(asked, "?limit=3&outcome=success");
      JsonObject newest = list(asked, "?order=newest&limit=2");

      assertThat(ids(slowest)).containsExactly(5_000_000L, 4_000_000L, 3_000_000L);
      assertThat(ids(newest)).containsExactly(1_000_000L, 2_000_000L);
      assertThat(slowest.get("matching").getAsLong()).isEqualTo(5);
      assertThat(slowest.getAsJsonArray("missing")).isEmpty();
      assertThat(ids(list(asked, "?outcome=failure"))).isEmpty();
    }
  }

  @Test
  void eitherFindsAnAttemptThatTheOtherKeeps() throws Exception {
    for (Collector asked : pair(1_000_000, 2_000_000)) {
      for (long id : List.of(1_000_000L, 2_000_000L)) {
        HttpResponse<String> answer = get(asked, "/%016x".formatted(id));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"total\": 0.00%d".formatted(id / 1_000_000));
      }
      assertThat(get(asked, "/00000000000000ff").statusCode()).isEqualTo(404);
      assertThat(get(asked, "/nonsense").statusCode()).isEqualTo(400);
      assertThat(get(asked, "?limit=none").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void whoIsAskedByAnotherCollectorTellsItsOwnOnly() throws Exception {
    List<Collector> both = pair(1_000_000, 2_000_000);

    HttpResponse<String> answer = get(both.getFirst(), "", Replicas.ASKER, "another-store");
    HttpResponse<String> absent =
        get(both.getFirst(), "/%016x".formatted(2_000_000), Replicas.ASKER, "another-store");

    assertThat(ids(JsonParser.parseString(answer.body()).getAsJsonObject()))
        .containsExactly(1_000_000L);
    assertThat(absent.statusCode()).isEqualTo(204);
  }

  @Test
  void oneThatAsksItselfTellsNothingTwice() throws Exception {
    int port = freePort();
    Collector alone = collector(port, port);
    report(alone, "node-1", 1_000_000);

    JsonObject list = list(alone, "");

    assertThat(ids(list)).containsExactly(1_000_000L);
    assertThat(list.get("matching").getAsLong()).isEqualTo(1);
    assertThat(list.getAsJsonArray("missing")).isEmpty();
  }

  @Test
  void oneThatIsGoneIsNamed() throws Exception {
    int gone = freePort();
    Collector left = collector(freePort(), gone);
    report(left, "node-1", 1_000_000);

    JsonObject list = list(left, "");
    HttpResponse<String> absent = get(left, "/00000000000000ff");

    assertThat(ids(list)).containsExactly(1_000_000L);
    assertThat(list.getAsJsonArray("missing").toString())
        .contains(":" + gone + " cannot be reached");
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.body()).contains(":" + gone + " cannot be reached");
  }

  @Test
  void whatCannotBeReadIsLeftOutAndSaid() throws Exception {
    try (MockWebServer nonsense = new MockWebServer()) {
      String text = "{\"matching\": 9, \"attempts\": [{\"id\": \"1\"}]}";
      MockResponse answer =
          new MockResponse.Builder().addHeader(Replicas.STORE, "store-2").body(text).build();
      nonsense.enqueue(answer);
      nonsense.enqueue(answer); // on ::1, if that is there
      nonsense.start();
      Collector asked = collector(freePort(), nonsense.getPort());
      report(asked, "node-1", 1_000_000);

      JsonObject list = list(asked, "");

      assertThat(list.get("matching").getAsLong()).isEqualTo(1);
      assertThat(list.getAsJsonArray("missing").toString())
          .contains("answered what cannot be read");
    }
  }
}
