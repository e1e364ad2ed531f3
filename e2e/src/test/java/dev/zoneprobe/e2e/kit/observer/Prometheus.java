// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.ChildProcess;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A Prometheus that scrapes `/metrics` of its targets.
public final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final int targets;
  private final ChildProcess process;

  private Prometheus(int port, int targets, ChildProcess process) {
    this.port = port;
    this.targets = targets;
    this.process = process;
  }

  /// Starts one that asks for native histograms and keeps exemplars.
  ///
  /// @param every how long from one scrape to the next, in whole seconds
  /// @param targets each as host and port
  public static Prometheus withNativeHistograms(Duration every, String... targets) {
    return withNativeHistograms(Settings.of(every, targets));
  }

  /// Starts one that asks for native histograms and keeps exemplars.
  public static Prometheus withNativeHistograms(Settings settings) {
    return start(settings, "--enable-feature=native-histograms,exemplar-storage");
  }

  /// Starts one that knows classic histograms only.
  ///
  /// @param every how long from one scrape to the next, in whole seconds
  /// @param targets each as host and port
  public static Prometheus classic(Duration every, String... targets) {
    return classic(Settings.of(every, targets));
  }

  /// Starts one that knows classic histograms only.
  public static Prometheus classic(Settings settings) {
    return start(settings, "--enable-feature=exemplar-storage");
  }

  private static Prometheus start(Settings settings, String features) {
    int port = FreePort.next();
    TemporaryFolder folder = TemporaryFolder.create("prometheus");
    folder.write("prometheus.yml", settings.text());
    List<String> command =
        Program.PROMETHEUS.command(
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--web.listen-address=127.0.0.1:" + port,
            features);
    Prometheus prometheus =
        new Prometheus(port, settings.targets().size(), ChildProcess.start(folder, command));
    prometheus.process.awaitReady(prometheus::isReady);
    return prometheus;
  }

  /// What it is to do.
  ///
  /// @param every how long from one scrape to the next, in whole seconds
  /// @param targets each as host and port
  /// @param rules files of recording and alerting rules
  /// @param alertmanagers each as host and port
  public record Settings(
      Duration every, List<String> targets, List<Path> rules, List<String> alertmanagers) {
    /// To scrape, and nothing else.
    static Settings of(Duration every, String... targets) {
      return new Settings(every, List.of(targets), List.of(), List.of());
    }

    private String text() {
      return """
      global:
        scrape_interval: %1$ds
        scrape_timeout: %1$ds
      rule_files: [%2$s]
      alerting:
        alertmanagers:
          - static_configs:
              - targets: [%3$s]
      scrape_configs:
        - job_name: test
          static_configs:
            - targets: [%4$s]
              labels: %5$s
      """
          .formatted(every.toSeconds(), list(rules), list(alertmanagers), list(targets), cluster());
    }

    /// Rules and dashboards tell clusters apart.
    private String cluster() {
      return rules.isEmpty() ? "{}" : "{cluster: demo}";
    }

    private static String list(List<?> items) {
      return items.stream().map(item -> "\"" + item + '"').collect(Collectors.joining(", "));
    }
  }

  /// Waits until every target was scraped at least once.
  public void awaitScraped() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> query("up == 1").size() == targets);
  }

  /// The result of a PromQL expression now. Series that hold a native histogram and no number are
  /// left out: ask for a function of them, such as `histogram_quantile`.
  public List<Sample> query(String expression) {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode series : ask("query", expression).path("result")) {
      if (series.has("value")) {
        Map<String, String> labels = labels(series.path("metric"));
        String name = labels.getOrDefault("__name__", "");
        samples.add(new Sample(name, labels, Sample.number(series.path("value").path(1).asText())));
      }
    }
    return List.copyOf(samples);
  }

  /// The labels of the exemplars of the series that a selector finds, of the last hour.
  public List<Map<String, String>> exemplars(String selector) {
    long now = System.currentTimeMillis() / 1_000;
    String range = "&start=" + (now - 3_600) + "&end=" + (now + 60);
    return ask("query_exemplars", selector, range)
        .valueStream()
        .flatMap(series -> series.path("exemplars").valueStream())
        .map(exemplar -> labels(exemplar.path("labels")))
        .toList();
  }

  /// What its HTTP API answers, the field `data`.
  ///
  /// @param path below `/api/v1/`, with its parameters
  /// @throws IllegalArgumentException if it answers with an error
  public JsonNode data(String path) {
    try {
      JsonNode answer = json.readTree(get("/api/v1/" + path).body());
      if (!answer.path("status").asText().equals("success")) {
        throw new IllegalArgumentException(path + ": " + answer.path("error").asText());
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode ask(String question, String expression) {
    return ask(question, expression, "");
  }

  private JsonNode ask(String question, String expression, String more) {
    String query = "?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8) + more;
    return data(question + query);
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }

  private static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new LinkedHashMap<>();
    node.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }
}
