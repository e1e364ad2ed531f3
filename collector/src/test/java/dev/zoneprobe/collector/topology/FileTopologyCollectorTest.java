// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole collector that learns from a file who the agents are.
final class FileTopologyCollectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String N1 = "  - {node: n1, zone: zone-a, host: a, instanceType: large}\n";

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // by start()
  private Path file;

  @SuppressWarnings("NullAway.Init") // by start()
  private Collector collector;

  @BeforeEach
  void start() throws Exception {
    file = Files.writeString(folder.resolve("topology.yaml"), "nodes:\n" + N1);
    String settings = "{listen: {grpc: 0, http: 0}, topology: {file: \"%s\"}}".formatted(file);
    collector =
        new Collector(
            SettingsFile.parse("test", settings, CollectorFile::settings), new SteppingClock(NOW));
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  private String metrics() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + collector.httpPort() + "/metrics");
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private void awaitMetric(String line) {
    await().atMost(PATIENCE).until(() -> metrics().contains(line));
  }

  @Test
  void knowsNodesAndHostsFromTheStart() throws Exception {
    assertThat(metrics())
        .contains("zoneprobe_zone_nodes{zone=\"zone-a\"} 1.0")
        .contains("instance_type=\"large\"");
  }

  @Test
  void takesAChangedFile() throws Exception {
    Files.writeString(file, "nodes:\n" + N1 + "  - {node: n2, zone: zone-b, host: b}\n");

    awaitMetric("zoneprobe_zone_nodes{zone=\"zone-b\"} 1.0");
  }

  @Test
  void refusesABadFileAndKeepsWhatItKnew() throws Exception {
    Files.writeString(file, "nodes: [{node: n2}]\n");

    awaitMetric(
        "zoneprobe_collector_file_reloads_total{file=\"topology.file\",outcome=\"refused\"} 1.0");
    assertThat(metrics())
        .contains("zoneprobe_zone_nodes{zone=\"zone-a\"} 1.0")
        .containsPattern("# HELP zoneprobe_collector_file_reloads_total .*topology file");
  }

  @Test
  void aRefusedFileIsToldUntilItIsMended() throws Exception {
    String successful = "zoneprobe_collector_file_last_reload_successful{file=\"topology.file\"} ";
    assertThat(metrics()).contains(successful + "1.0");

    Files.writeString(file, "nodes: [{node: n2}]\n");
    awaitMetric(successful + "0.0");

    Files.writeString(file, "nodes:\n" + N1);
    awaitMetric(successful + "1.0");
  }
}
