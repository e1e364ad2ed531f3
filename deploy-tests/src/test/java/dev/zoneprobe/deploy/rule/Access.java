// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import dev.zoneprobe.collector.topology.kubernetes.ApiRequest;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import dev.zoneprobe.deploy.program.ApiUse;
import dev.zoneprobe.deploy.program.Program;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may ask the Kubernetes API for what: as little as the programs need.
final class Access {
  private Access() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("verb-not-needed", o -> grantsMore(o, "verbs", ApiRequest::verb)),
        new Rule("resource-not-needed", o -> grantsMore(o, "resources", ApiRequest::resource)),
        new Rule("call-not-granted", Access::refusedCalls),
        new Rule("nodes-for-a-namespace", Access::misplacedResources),
        new Rule("binding-without-role", Access::danglingBindings),
        new Rule("binding-without-account", Access::strangerBindings),
        new Rule("agent-with-api-access", Access::agentsWithAccess),
        new Rule("collector-without-api-access", Access::collectorsWithoutAccess));
  }

  private static Stream<Manifest> roles(Overlay overlay) {
    return Stream.concat(overlay.kind("Role"), overlay.kind("ClusterRole"));
  }

  private static Stream<Manifest> bindings(Overlay overlay) {
    return Stream.concat(overlay.kind("RoleBinding"), overlay.kind("ClusterRoleBinding"));
  }

  /// Roles that grant what the collector's code never asks for.
  private static Stream<String> grantsMore(
      Overlay overlay, String what, Function<ApiRequest, String> part) {
    Set<String> needed = ApiUse.whole().stream().map(part).collect(Collectors.toSet());
    return roles(overlay)
        .filter(role ->
            Json.each(role.at("/rules"))
                .flatMap(rule -> Json.texts(rule.path(what)).stream())
                .anyMatch(granted -> !needed.contains(granted)))
        .map(Manifest::id);
  }

  /// What the collector asks for with the configuration of `overlay`, and no role grants.
  private static Stream<String> refusedCalls(Overlay overlay) {
    return Program.collector(overlay)
        .flatMap(Program::settings)
        .flatMap(settings -> settings.topology().kubernetes())
        .map(ApiUse::by)
        .orElse(Set.of())
        .stream()
        .filter(call -> roles(overlay).noneMatch(role -> isGranted(role, call)))
        .map(ApiRequest::toString);
  }

  private static boolean isGranted(Manifest role, ApiRequest call) {
    return Json.each(role.at("/rules"))
        .anyMatch(rule ->
            Json.texts(rule.path("apiGroups")).contains(call.group())
                && Json.texts(rule.path("resources")).contains(call.resource())
                && Json.texts(rule.path("verbs")).contains(call.verb()));
  }

  /// A Role cannot grant nodes, and what is in a namespace needs no ClusterRole.
  private static Stream<String> misplacedResources(Overlay overlay) {
    return roles(overlay)
        .filter(role ->
            Json.each(role.at("/rules"))
                .flatMap(rule -> Json.texts(rule.path("resources")).stream())
                .anyMatch(r -> r.equals("nodes") != role.kind().equals("ClusterRole")))
        .map(Manifest::id);
  }

  private static Stream<String> danglingBindings(Overlay overlay) {
    return bindings(overlay)
        .filter(binding ->
            overlay
                .find(binding.at("/roleRef/kind").asText(), binding.at("/roleRef/name").asText())
                .isEmpty())
        .map(Manifest::id);
  }

  private static Stream<String> strangerBindings(Overlay overlay) {
    return bindings(overlay)
        .filter(binding ->
            !Json.each(binding.at("/subjects"))
                .allMatch(subject ->
                    overlay
                        .find("ServiceAccount", subject.path("name").asText())
                        .filter(a -> a.namespace().equals(subject.path("namespace").asText()))
                        .isPresent()))
        .map(Manifest::id);
  }

  private static boolean mountsToken(Overlay overlay, Workload workload) {
    String account = workload.pod().path("serviceAccountName").asText();
    boolean byAccount =
        overlay
            .find("ServiceAccount", account)
            .map(a -> a.at("/automountServiceAccountToken").asBoolean(true))
            .orElse(true);
    return workload.pod().path("automountServiceAccountToken").asBoolean(byAccount);
  }

  private static Stream<String> agentsWithAccess(Overlay overlay) {
    List<String> bound =
        bindings(overlay)
            .flatMap(b -> Json.each(b.at("/subjects")))
            .map(subject -> subject.path("name").asText())
            .toList();
    return overlay
        .workloads()
        .filter(w -> w.manifest().kind().equals("DaemonSet"))
        .filter(w ->
            mountsToken(overlay, w) || bound.contains(w.pod().path("serviceAccountName").asText()))
        .map(Workload::id);
  }

  private static Stream<String> collectorsWithoutAccess(Overlay overlay) {
    return overlay
        .workloads()
        .filter(w -> w.manifest().kind().equals("StatefulSet"))
        .filter(w -> !mountsToken(overlay, w))
        .map(Workload::id);
  }
}
