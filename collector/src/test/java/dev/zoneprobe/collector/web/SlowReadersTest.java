// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As many readers as are let in, none of whom reads what it asked for.
final class SlowReadersTest {
  private static final int MOST_READERS = 300;

  /// More than the kernel keeps for a connection: of a description of 17 kB.
  private static final int TIMES = 100;

  /// Takes some milliseconds on a quiet machine; slow readers may be silent for thirty seconds.
  private static final Duration WITHOUT_WAITING = Duration.ofSeconds(10);

  private final List<SlowReader> slow = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Collector collector = collector();

  private static Collector collector() {
    String text = "listen: {grpc: 0, http: 0}\nlimits: {readers: %d}\n".formatted(MOST_READERS);
    try {
      return new Collector(
          SettingsFile.parse("test", text, CollectorFile::settings), InstantSource.system());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    collector.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (SlowReader one : slow) {
      one.close();
    }
    collector.close();
    http.close();
  }

  @Test
  void keepNobodyOut() throws IOException, InterruptedException {
    for (int i = 0; i < MOST_READERS; i++) {
      slow.add(new SlowReader(collector.httpPort(), "/api/v1/openapi.yaml", TIMES));
    }

    URI live = URI.create("http://127.0.0.1:" + collector.httpPort() + "/healthz/live");
    HttpRequest health = HttpRequest.newBuilder(live).timeout(WITHOUT_WAITING).build();

    assertThat(http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }
}
