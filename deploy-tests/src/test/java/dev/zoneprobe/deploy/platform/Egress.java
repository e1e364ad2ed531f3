// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.rule.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What no selector of a NetworkPolicy matches has to be let out to everywhere: resolvers may be a
/// cache on the node or a cloud's own, API servers are in the network of their hosts.
final class Egress {
  private static final Set<String> NAMES = Set.of("53/UDP", "53/TCP");

  /// Of clouds and kubeadm, minikube, and MicroK8s.
  private static final Set<String> API_SERVERS =
      Set.of("443/TCP", "6443/TCP", "8443/TCP", "16443/TCP");

  private Egress() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("names-out-of-reach", overlay -> keptIn(overlay, NAMES)),
        new Rule("api-server-out-of-reach", overlay -> keptIn(overlay, API_SERVERS)));
  }

  /// Policies without a rule that lets out to `ports` everywhere.
  static Stream<String> keptIn(Overlay overlay, Set<String> ports) {
    return overlay
        .kind("NetworkPolicy")
        .filter(policy -> everywhere(policy).stream().noneMatch(rule -> lets(rule, ports)))
        .map(Manifest::id);
  }

  private static List<JsonNode> everywhere(Manifest policy) {
    return Json.each(policy.at("/spec/egress")).filter(rule -> !rule.has("to")).toList();
  }

  private static boolean lets(JsonNode rule, Set<String> ports) {
    return !rule.has("ports") || ports(rule).containsAll(ports);
  }

  static Set<String> ports(JsonNode rule) {
    return Json.each(rule.path("ports"))
        .map(port -> port.path("port").asText() + "/" + port.path("protocol").asText())
        .collect(Collectors.toSet());
  }
}
