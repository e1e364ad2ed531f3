// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A mistake that somebody might make in a manifest, and the rule that is to notice it.
///
/// @param told what the mistake is, for people
/// @param overlay that it is made in
/// @param changes all of them
public record Fault(String rule, String told, String overlay, List<Change> changes) {
  /// A change of one object.
  ///
  /// @param object `Kind/name`; of a generated name its beginning
  /// @param patch operations of RFC 6902, of which `add`, `replace` and `remove` are known, and
  ///   `edit`, which replaces a part of a text; or a whole object that is added
  private record Change(String object, JsonNode patch) {
    static Change of(JsonNode json) {
      return new Change(json.path("object").asText(), json.path("patch"));
    }

    boolean isOf(Manifest manifest) {
      return manifest.id().equals(object)
          || (manifest.kind().equals("ConfigMap") && manifest.id().startsWith(object + "-"));
    }
  }

  /// Every fault of a file.
  public static List<Fault> all(String yaml) {
    return Json.each(Json.ofYaml(yaml).getFirst())
        .map(fault ->
            new Fault(
                fault.path("rule").asText(),
                fault.path("fault").asText(),
                fault.path("overlay").asText("kind"),
                Stream.of(fault, fault.path("also"))
                    .filter(change -> change.has("patch"))
                    .map(Change::of)
                    .toList()))
        .toList();
  }

  /// What the overlay would be with this mistake.
  public Overlay seeded() {
    List<Manifest> manifests = new ArrayList<>(Overlay.rendered(overlay).manifests());
    for (Change change : changes) {
      if (change.patch.isObject()) {
        manifests.add(new Manifest(change.patch));
      } else if (manifests.stream().noneMatch(change::isOf)) {
        throw new IllegalArgumentException("there is no " + change.object + " in " + overlay);
      } else {
        manifests.replaceAll(one -> change.isOf(one) ? patched(one, change.patch) : one);
      }
    }
    return new Overlay(overlay, manifests);
  }

  private static Manifest patched(Manifest before, JsonNode patch) {
    JsonNode after = before.json().deepCopy();
    Json.each(patch).forEach(operation -> apply(after, operation));
    return new Manifest(after);
  }

  private static void apply(JsonNode root, JsonNode operation) {
    JsonPointer path = JsonPointer.compile(operation.path("path").asText());
    JsonNode parent = root.at(path.head());
    String last = path.last().getMatchingProperty();
    String what = operation.path("op").asText();
    if (!what.equals("add") && root.at(path).isMissingNode()) {
      throw new IllegalArgumentException("there is no " + path);
    }
    switch (parent) {
      case ObjectNode object when what.equals("edit") ->
          object.put(last, edited(object.path(last).asText(), operation));
      case ObjectNode object when what.equals("remove") -> object.remove(last);
      case ObjectNode object -> object.set(last, operation.path("value"));
      case ArrayNode array when what.equals("remove") -> array.remove(Integer.parseInt(last));
      case ArrayNode array when what.equals("replace") ->
          array.set(Integer.parseInt(last), operation.path("value"));
      case ArrayNode array -> array.add(operation.path("value"));
      default -> throw new IllegalArgumentException("there is no " + path.head());
    }
  }

  private static String edited(String text, JsonNode operation) {
    String from = operation.path("from").asText();
    if (!text.contains(from)) {
      throw new IllegalArgumentException("there is no text " + from);
    }
    return text.replace(from, operation.path("to").asText());
  }

  @Override
  public String toString() {
    return rule + ": " + told;
  }
}
