// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import dev.zoneprobe.deploy.rule.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Manifests are for OpenShift wholly or not at all. Its constraint `restricted-v2` gives each
/// namespace users and groups of its own and refuses pods that ask for others; its resolver's pods
/// listen on a port of their own.
final class OpenShift {
  private static final List<String> CHOSEN = List.of("runAsUser", "runAsGroup", "fsGroup");
  private static final Set<String> NAMES = Set.of("5353/UDP", "5353/TCP");

  private OpenShift() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("openshift-user-refused", overlay -> unless(overlay, OpenShift::choosesNothing)),
        new Rule("openshift-names-out-of-reach", OpenShift::keptIn));
  }

  private static boolean isFor(Overlay overlay) {
    return overlay.workloads().anyMatch(OpenShift::choosesNothing)
        || overlay
            .kind("NetworkPolicy")
            .flatMap(policy -> Json.each(policy.at("/spec/egress")))
            .anyMatch(rule -> Egress.ports(rule).stream().anyMatch(NAMES::contains));
  }

  private static Stream<String> unless(Overlay overlay, Predicate<Workload> suits) {
    return isFor(overlay)
        ? overlay.workloads().filter(suits.negate()).map(Workload::id)
        : Stream.empty();
  }

  private static boolean choosesNothing(Workload workload) {
    Stream<JsonNode> contexts =
        Stream.concat(
            Stream.of(workload.pod().path("securityContext")),
            workload.containers().stream().map(each -> each.path("securityContext")));
    return contexts.noneMatch(context -> CHOSEN.stream().anyMatch(context::has));
  }

  private static Stream<String> keptIn(Overlay overlay) {
    return isFor(overlay) ? Egress.keptIn(overlay, NAMES) : Stream.empty();
  }
}
