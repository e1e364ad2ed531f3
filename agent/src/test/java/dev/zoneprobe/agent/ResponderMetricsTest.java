// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.responder.Responder;
import dev.zoneprobe.agent.responder.ResponderSettings;
import dev.zoneprobe.agent.telemetry.AgentMeters;
import dev.zoneprobe.measure.NanoClock;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ResponderMetricsTest {
  private static final ResponderSettings SETTINGS =
      new ResponderSettings(InetAddress.ofLiteral("127.0.0.1"), 0, 0, 0, Duration.ZERO);
  private static final Responder.Identity IDENTITY = new Responder.Identity("node-a", "zone-a");

  @Test
  void showsWhatTheResponderCounts() throws Exception {
    try (EventLoops loops = EventLoops.start(1);
        Responder responder = new Responder(SETTINGS, IDENTITY, loops, NanoClock.SYSTEM);
        AgentMeters meters = new AgentMeters("node-a", "1.2.3");
        HttpClient client = HttpClient.newHttpClient()) {
      ResponderMetrics.bind(meters, responder.counts());

      URI uri = URI.create("http://127.0.0.1:" + responder.httpPort() + "/");
      client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());

      String http = "{node=\"node-a\",protocol=\"http\"}";
      assertThat(scrape(meters))
          .contains("zoneprobe_agent_responder_connections" + http + " 1.0\n")
          .contains("zoneprobe_agent_responder_connections_accepted_total" + http + " 1.0\n")
          .contains("zoneprobe_agent_responder_connections_refused_total" + http + " 0.0\n")
          .contains("zoneprobe_agent_responder_requests_total" + http + " 1.0\n")
          .contains("requests_total{node=\"node-a\",protocol=\"grpc\"} 0.0\n")
          .contains("requests_total{node=\"node-a\",protocol=\"tcp\"} 0.0\n");
    }
  }

  private static String scrape(AgentMeters meters) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ExpositionFormats.init()
        .getPrometheusTextFormatWriter()
        .write(text, meters.registry().scrape());
    return text.toString(StandardCharsets.UTF_8);
  }
}
