// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import dev.zoneprobe.deploy.rule.Rule;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// On some nodes the pod of a DaemonSet never starts, and counts as unavailable in every rollout.
final class Nodes {
  private static final String TERMS =
      "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";
  private static final Map<String, Set<String>> WITHOUT_DAEMONS =
      Map.of(
          "eks.amazonaws.com/compute-type",
          Set.of("fargate"),
          "type",
          Set.of("virtual-kubelet", "kwok"));

  private Nodes() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "pods-that-never-start",
            overlay -> daemons(overlay).filter(Nodes::wantsThemAll).map(Workload::id)));
  }

  private static Stream<Workload> daemons(Overlay overlay) {
    return overlay.workloads().filter(pods -> pods.manifest().kind().equals("DaemonSet"));
  }

  /// Terms are alternatives, so there may be one only; a node without the label suits `NotIn`.
  private static boolean wantsThemAll(Workload workload) {
    JsonNode terms = workload.pod().at(TERMS);
    return terms.size() != 1
        || !WITHOUT_DAEMONS.entrySet().stream()
            .allMatch(label ->
                Json.each(terms.at("/0/matchExpressions"))
                    .anyMatch(must -> excludes(must, label.getKey(), label.getValue())));
  }

  private static boolean excludes(JsonNode expression, String label, Set<String> values) {
    return expression.path("key").asText().equals(label)
        && expression.path("operator").asText().equals("NotIn")
        && Json.texts(expression.path("values")).containsAll(values);
  }
}
