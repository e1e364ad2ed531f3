// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an overlay allows, as rows of the tables of `docs/permissions.md`.
final class Permissions {
  private Permissions() {}

  /// Account, place, group, resources and verbs of what is granted.
  static Stream<List<String>> api(Overlay overlay) {
    return Stream.of("Role", "ClusterRole")
        .flatMap(kind -> overlay.kind(kind + "Binding").flatMap(b -> granted(overlay, b)));
  }

  private static Stream<List<String>> granted(Overlay overlay, Manifest binding) {
    Manifest role =
        overlay
            .find(binding.at("/roleRef/kind").asText(), binding.at("/roleRef/name").asText())
            .orElseThrow();
    String account = binding.at("/subjects/0/name").asText();
    String place = binding.kind().equals("RoleBinding") ? "namespace" : "cluster";
    return Json.each(role.at("/rules"))
        .map(rule ->
            List.of(
                account,
                place,
                rule.at("/apiGroups/0").asText().replaceFirst("^$", "core"),
                String.join(" ", Json.texts(rule.path("resources"))),
                String.join(" ", Json.texts(rule.path("verbs")))));
  }

  /// Pods, ports and who comes.
  static Stream<List<String>> incoming(Overlay overlay) {
    return overlay
        .kind("NetworkPolicy")
        .flatMap(policy ->
            Json.each(policy.at("/spec/ingress"))
                .map(rule ->
                    List.of(pods(policy), named(overlay, policy, rule), who(rule.path("from")))));
  }

  /// Pods, ports and where they go.
  static Stream<List<String>> outgoing(Overlay overlay) {
    return overlay
        .kind("NetworkPolicy")
        .flatMap(policy ->
            Json.each(policy.at("/spec/egress"))
                .map(rule ->
                    List.of(pods(policy), numbered(rule.path("ports")), who(rule.path("to")))));
  }

  private static String pods(Manifest policy) {
    return policy.at("/spec/podSelector/matchLabels/app.kubernetes.io~1name").asText();
  }

  private static String named(Overlay overlay, Manifest policy, JsonNode rule) {
    Workload pods = overlay.selectedBy(policy, "/spec/podSelector/matchLabels").getFirst();
    return Json.each(rule.path("ports"))
        .map(port -> port.path("port"))
        .map(port -> port.asText() + " " + pods.port(port).orElseThrow())
        .collect(Collectors.joining(", "));
  }

  private static String numbered(JsonNode ports) {
    return ports.isEmpty()
        ? "all"
        : Json.each(ports)
            .map(port -> port.path("port").asText() + "/" + port.path("protocol").asText())
            .collect(Collectors.joining(", "));
  }

  private static String who(JsonNode peers) {
    Map<String, String> pods = Json.map(peers.at("/0/podSelector/matchLabels"));
    Map<String, String> namespaces = Json.map(peers.at("/0/namespaceSelector/matchLabels"));
    if (!namespaces.isEmpty()) {
      return "namespace " + String.join(" ", namespaces.values());
    }
    return pods.isEmpty() ? "everywhere" : String.join(" ", pods.values());
  }
}
