// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import static dev.zoneprobe.deploy.rule.Rule.ofWorkloads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// How pods come, go and are spread.
final class Workloads {
  private static final String VERSION = "app.kubernetes.io/version";
  private static final String VOLUMES_TO_LOSE =
      "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

  /// Where a trial keeps what was measured: nobody loses that for a node.
  private static final String STORE = "store";

  private Workloads() {}

  static Stream<Rule> rules() {
    return Stream.of(
        ofWorkloads(
            "selector-misses-template",
            w -> !Json.selects(w.manifest().at("/spec/selector/matchLabels"), w.podLabels())),
        new Rule("selectors-overlap", Workloads::overlaps),
        ofWorkloads("replicas-not-spread", Workloads::isNotSpread),
        new Rule("priority-class-unknown", Workloads::unknownPriorities),
        new Rule("service-account-unknown", Workloads::unknownAccounts),
        ofWorkloads("rollout-too-wide", Workloads::rollsOutTooWide),
        ofWorkloads(
            "grace-too-short", w -> w.pod().path("terminationGracePeriodSeconds").asInt() < 15),
        ofWorkloads("nodes-left-out", Workloads::leavesNodesOut),
        new Rule("replicas-without-budget", Workloads::withoutBudget),
        new Rule("budget-forbids-everything", Workloads::uselessBudgets),
        ofWorkloads("node-cannot-be-removed", Workloads::holdsItsNode),
        new Rule("names-of-replicas-missing", Workloads::withoutGoverningService),
        ofWorkloads("version-in-immutable-field", Workloads::freezesVersion));
  }

  private static Stream<String> overlaps(Overlay overlay) {
    List<Workload> all = overlay.workloads().toList();
    return all.stream()
        .filter(one ->
            all.stream()
                    .filter(other ->
                        other
                            .podLabels()
                            .entrySet()
                            .containsAll(
                                Json.map(one.manifest().at("/spec/selector/matchLabels"))
                                    .entrySet()))
                    .count()
                > 1)
        .map(Workload::id);
  }

  private static boolean isReplicated(Workload workload) {
    return !workload.manifest().kind().equals("DaemonSet");
  }

  private static boolean isNotSpread(Workload workload) {
    JsonNode spread = workload.pod().path("topologySpreadConstraints");
    List<String> over = Json.each(spread).map(each -> each.path("topologyKey").asText()).toList();
    return isReplicated(workload)
        && !(over.containsAll(Set.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"))
            && Json.each(spread)
                .allMatch(each ->
                    Json.selects(each.at("/labelSelector/matchLabels"), workload.podLabels())));
  }

  private static Stream<String> unknownPriorities(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> {
          String priority = workload.pod().path("priorityClassName").asText();
          return priority.isEmpty()
              ? !isReplicated(workload)
              : overlay.find("PriorityClass", priority).isEmpty();
        })
        .map(Workload::id);
  }

  private static Stream<String> unknownAccounts(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload ->
            overlay
                .find("ServiceAccount", workload.pod().path("serviceAccountName").asText())
                .isEmpty())
        .map(Workload::id);
  }

  private static boolean rollsOutTooWide(Workload workload) {
    Manifest manifest = workload.manifest();
    String most = manifest.at("/spec/updateStrategy/rollingUpdate/maxUnavailable").asText();
    return manifest.at("/spec/minReadySeconds").asInt() < 10
        || (!isReplicated(workload) && !most.equals("10%"));
  }

  private static boolean leavesNodesOut(Workload workload) {
    JsonNode all = workload.pod().at("/tolerations/0");
    return !"linux".equals(Json.map(workload.pod().path("nodeSelector")).get("kubernetes.io/os"))
        || (!isReplicated(workload)
            && (!all.path("operator").asText().equals("Exists") || all.has("key")));
  }

  private static Stream<String> withoutBudget(Overlay overlay) {
    return overlay
        .workloads()
        .filter(Workloads::isReplicated)
        .filter(workload ->
            overlay
                .kind("PodDisruptionBudget")
                .noneMatch(
                    b -> overlay.selectedBy(b, "/spec/selector/matchLabels").contains(workload)))
        .map(Workload::id);
  }

  private static Stream<String> uselessBudgets(Overlay overlay) {
    return overlay
        .kind("PodDisruptionBudget")
        .filter(budget ->
            budget.at("/spec/maxUnavailable").asInt() < 1
                || !budget.at("/spec/unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow"))
        .map(Manifest::id);
  }

  /// A cluster autoscaler leaves a node alone if an emptyDir on it is not named as one to lose.
  private static boolean holdsItsNode(Workload workload) {
    List<String> toLose =
        List.of(workload.podAnnotations().getOrDefault(VOLUMES_TO_LOSE, "").split(",", -1));
    return isReplicated(workload)
        && Json.each(workload.pod().path("volumes"))
            .filter(volume -> volume.has("emptyDir"))
            .map(volume -> volume.path("name").asText())
            .anyMatch(name -> !name.equals(STORE) && !toLose.contains(name));
  }

  private static Stream<String> withoutGoverningService(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> workload.manifest().kind().equals("StatefulSet"))
        .filter(workload ->
            overlay
                .find("Service", workload.manifest().at("/spec/serviceName").asText())
                .filter(service -> service.at("/spec/clusterIP").asText().equals("None"))
                .filter(s -> overlay.selectedBy(s, "/spec/selector").contains(workload))
                .isEmpty())
        .map(Workload::id);
  }

  /// What can never be changed must not name a version, or no upgrade goes through.
  private static boolean freezesVersion(Workload workload) {
    return workload.manifest().at("/spec/selector").findValue(VERSION) != null
        || workload.manifest().at("/spec/volumeClaimTemplates").findValue(VERSION) != null;
  }
}
