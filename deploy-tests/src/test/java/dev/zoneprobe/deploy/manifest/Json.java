// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Questions to trees of JSON, in which something that is absent has no elements and no text.
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /// The documents of a YAML file.
  public static List<JsonNode> ofYaml(String text) {
    Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text);
    return StreamSupport.stream(documents.spliterator(), false)
        .<JsonNode>map(MAPPER::valueToTree)
        .toList();
  }

  /// The elements of a list.
  public static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /// The elements of a list, as text.
  public static List<String> texts(JsonNode list) {
    return each(list).map(JsonNode::asText).toList();
  }

  /// Names and values of an object, as text.
  public static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new TreeMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /// Whether a thing with these labels is meant by `matchLabels`, which mean nothing if there are
  /// none.
  public static boolean selects(JsonNode matchLabels, Map<String, String> labels) {
    return !matchLabels.isEmpty() && labels.entrySet().containsAll(map(matchLabels).entrySet());
  }
}
