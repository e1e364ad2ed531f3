// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A collector whose store cannot be written takes nothing, and still tells others what it knows.
class UnreadyReplicaTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    http.close();
  }

  private static Collector collector(String text) throws Exception {
    Collector collector =
        new Collector(
            SettingsFile.parse(
                "test", "listen: {grpc: 0, http: 0}\n" + text, CollectorFile::settings),
            new SteppingClock(NOW));
    collector.start();
    return collector;
  }

  private Collector stored() throws Exception {
    return collector("store: {directory: %s, commitEvery: 10ms}".formatted(folder));
  }

  private static IntervalSnapshot snapshot(long sequence) {
    IntervalSnapshot.Source source = new IntervalSnapshot.Source("node-1", "zone-a", "boot-1");
    return new IntervalSnapshot(source, span(sequence, sequence), List.of(succeeded(1_000_000)));
  }

  private HttpResponse<String> get(Collector of, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + of.httpPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /// From now on nothing can be written, as on a full disk.
  private void fill() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("collector.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER full AFTER INSERT ON journal BEGIN SELECT RAISE(FAIL, 'full'); END");
    }
  }

  @Test
  void itsNumbersAreInWhatAnotherShows() throws Exception {
    try (Collector collector = stored();
        ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(snapshot(1));
      assertThat(agent.receipt()).isEqualTo(1);
    }
    fill();
    try (Collector unready = stored();
        ConnectedAgent agent = new ConnectedAgent(unready.grpcPort());
        Collector asked =
            collector(
                "web: {replicas: {host: localhost, port: %d, timeout: 10s}}"
                    .formatted(unready.httpPort()))) {
      agent.deliver(snapshot(2));
      await().until(() -> get(unready, "/healthz/ready").statusCode() == 503);

      HttpResponse<String> answer = get(asked, "/api/v1/matrix?phase=total");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonObject matrix = JsonParser.parseString(answer.body()).getAsJsonObject();
      assertThat(matrix.getAsJsonArray("rows")).hasSize(1);
      assertThat(matrix.getAsJsonObject("span").getAsJsonArray("missing")).isEmpty();
      assertThat(get(unready, "/healthz/ready").statusCode()).isEqualTo(503);
      assertThat(get(unready, "/healthz/live").statusCode()).isEqualTo(200);
    }
  }
}
