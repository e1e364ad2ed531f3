// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Answers have the fields that the served description names, all of them and no others.
class OpenApiTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Collector collector;
  private Map<?, ?> description;
  private Map<?, ?> schemas;

  @BeforeEach
  void start() throws Exception {
    String text =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        peers: [{node: node-b, zone: zone-b, host: b.test}]
        """;
    collector =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), new SteppingClock(NOW));
    collector.start();
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(snapshot("node-1", span(1, 1), succeeded(1_000_000, 2_000_000)));
      assertThat(agent.receipt()).isEqualTo(1);
      agent.deliver(
          snapshot("node-2", span(1, 1), succeeded(1_000_000))
              .telling(new Condition("1.2.3", 4, 3, 2, new Noise(5_000_000, 1_000_000))));
      assertThat(agent.receipt()).isEqualTo(1);
    }
    Load yaml = new Load(LoadSettings.builder().build());
    description = (Map<?, ?>) yaml.loadFromString(get("/api/v1/openapi.yaml"));
    schemas = at(at(description, "components"), "schemas");
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  private HttpResponse<String> answer(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + collector.httpPort() + path);
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    HttpResponse<String> answer = answer(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Map<?, ?> at(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Map<?, ?> found) {
      return found;
    }
    throw new AssertionError("no " + key + " in " + map.keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/matrix?phase=total, Matrix",
    "/api/v1/pair?source_zone=zone-a&destination_zone=zone-b&phase=total, Pair",
    "/api/v1/targets, Targets",
    "/api/v1/nodes, Nodes",
    "/api/v1/system, System",
  })
  void answersAreAsDescribed(String path, String schema) throws Exception {
    compare(schema, JsonParser.parseString(get(path)), at(schemas, schema));
  }

  @ParameterizedTest
  @CsvSource({
    "window, 90m, true",
    "window, 2h, true",
    "window, 1d, true",
    "window, 5, false",
    "window, 1w, false",
    "window, 000001m, false",
    "baseline, 0m, true",
    "baseline, 7d, true",
    "baseline, 1s, false",
  })
  void lengthsAreAsDescribed(String parameter, String length, boolean right) throws Exception {
    int status = answer("/api/v1/matrix?" + parameter + "=" + length).statusCode();

    assertThat(status).isEqualTo(right ? 200 : 400);
    assertThat(length.matches(pattern(parameter))).isEqualTo(right);
  }

  /// What the description says of a parameter of the matrix.
  private String pattern(String parameter) {
    Map<?, ?> get = at(at(at(description, "paths"), "/api/v1/matrix"), "get");
    if (get.get("parameters") instanceof List<?> parameters) {
      for (Object one : parameters) {
        if (one instanceof Map<?, ?> known && parameter.equals(known.get("name"))) {
          return String.valueOf(at(known, "schema").get("pattern"));
        }
      }
    }
    throw new AssertionError("no parameter " + parameter);
  }

  private void compare(String where, JsonElement answer, Map<?, ?> schema) {
    if (schema.get("$ref") instanceof String name) {
      compare(where, answer, at(schemas, name.substring(name.lastIndexOf('/') + 1)));
    } else if (answer.isJsonObject() && schema.containsKey("properties")) {
      compareFields(where, answer.getAsJsonObject(), schema);
    } else if (answer.isJsonArray() && schema.containsKey("items")) {
      answer.getAsJsonArray().forEach(item -> compare(where + "[]", item, at(schema, "items")));
    } else {
      assertThat(types(schema)).as(where + ": " + answer).contains(type(answer));
    }
  }

  private void compareFields(String where, JsonObject answer, Map<?, ?> schema) {
    Map<?, ?> properties = at(schema, "properties");
    assertThat(answer.keySet()).as(where).containsExactlyInAnyOrderElementsOf(names(properties));
    answer
        .entrySet()
        .forEach(field ->
            compare(
                where + "." + field.getKey(), field.getValue(), at(properties, field.getKey())));
  }

  private static List<String> names(Map<?, ?> properties) {
    return properties.keySet().stream().map(String::valueOf).toList();
  }

  private static List<String> types(Map<?, ?> schema) {
    Object type = schema.containsKey("enum") ? "string" : schema.get("type");
    List<?> types = type instanceof List<?> several ? several : List.of(String.valueOf(type));
    return types.stream()
        .map(String::valueOf)
        .map(one -> one.equals("integer") ? "number" : one)
        .toList();
  }

  private static String type(JsonElement answer) {
    if (answer.isJsonNull()) {
      return "null";
    }
    if (answer.isJsonPrimitive()) {
      return answer.getAsJsonPrimitive().isString()
          ? "string"
          : answer.getAsJsonPrimitive().isBoolean() ? "boolean" : "number";
    }
    return answer.isJsonArray() ? "array" : "object";
  }
}
