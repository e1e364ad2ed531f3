// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// One object, as it would be sent to a cluster.
public record Manifest(JsonNode json) {
  /// The part under a JSON pointer; a missing node if there is none.
  public JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /// Such as `Service`.
  public String kind() {
    return at("/kind").asText();
  }

  /// Within namespace and kind.
  public String name() {
    return at("/metadata/name").asText();
  }

  /// Empty for objects of the cluster, and for those that forgot it.
  public String namespace() {
    return at("/metadata/namespace").asText();
  }

  /// Those of the object itself.
  public Map<String, String> labels() {
    return Json.map(at("/metadata/labels"));
  }

  /// `Kind/name`.
  public String id() {
    return kind() + "/" + name();
  }
}
