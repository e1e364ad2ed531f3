// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the collector says of itself while its store is as it should be, and when it no longer is.
final class HealthTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    http.close();
  }

  private Collector collector() throws Exception {
    return collector(0);
  }

  private Collector collector(int grpcPort) throws Exception {
    String text =
        """
        listen: {grpc: %d, http: 0}
        store: {directory: %s, commitEvery: 10ms}
        """
            .formatted(grpcPort, folder);
    return new Collector(
        SettingsFile.parse("test", text, CollectorFile::settings), new SteppingClock(NOW));
  }

  private int health(Collector collector, String what) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + collector.httpPort() + "/healthz/" + what);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void asksForARestartOnceTheStoreIsDamaged() throws Exception {
    collector().close();
    damageTheJournal();
    try (Collector collector = collector()) {
      collector.start();
      assertThat(health(collector, "live")).isEqualTo(200);
      assertThat(health(collector, "ready")).isEqualTo(200);

      try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
        agent.deliver(snapshot("node-1", span(1, 1), succeeded(1_000)));

        await().until(() -> health(collector, "live") == 503);
      }
      assertThat(health(collector, "ready")).isEqualTo(503);
      assertThat(health(collector, "started")).as("however ill it is").isEqualTo(200);
    }
  }

  @Test
  void asksForARestartOnceTheFileOfItsStoreIsDeleted() throws Exception {
    try (Collector collector = collector()) {
      collector.start();
      Files.delete(folder.resolve("collector.db"));

      try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
        agent.deliver(snapshot("node-1", span(1, 1), succeeded(1_000)));

        await().until(() -> health(collector, "live") == 503);
      }
      assertThat(health(collector, "ready")).isEqualTo(503);
    }
  }

  @Test
  void hasNotStartedWhereItCannotTakeSnapshots() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Collector collector = collector(taken.getLocalPort())) {
      assertThatThrownBy(collector::start).isInstanceOf(IOException.class);

      assertThat(health(collector, "started")).isEqualTo(503);
    }
  }

  /// It looks sound, and whoever writes to it finds out.
  private void damageTheJournal() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("collector.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER damage AFTER INSERT ON journal BEGIN SELECT json('{'); END");
    }
  }
}
