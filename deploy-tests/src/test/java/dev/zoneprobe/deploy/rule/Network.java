// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Who reaches whom: Services, NetworkPolicies, and what Prometheus scrapes.
final class Network {
  private static final String POD_SELECTOR = "/spec/podSelector/matchLabels";

  private Network() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "service-without-pods",
            o ->
                o.kind("Service")
                    .filter(s -> o.selectedBy(s, "/spec/selector").isEmpty())
                    .map(Manifest::id)),
        new Rule("service-port-missing", Network::missingServicePorts),
        new Rule("pod-without-network-policy", Network::openPods),
        new Rule("network-policy-port-missing", Network::missingPolicyPorts),
        new Rule("network-policy-one-way", Network::oneWayPolicies),
        new Rule("agents-shut-out", Network::shutOutAgents),
        new Rule("prometheus-shut-out", Network::shutOutPrometheus),
        new Rule("monitor-without-target", Network::idleMonitors),
        new Rule("monitor-port-missing", Network::missingMonitorPorts),
        new Rule("scraped-twice", Network::doubleMonitors));
  }

  private static Stream<String> missingServicePorts(Overlay overlay) {
    return overlay
        .kind("Service")
        .filter(service ->
            overlay.selectedBy(service, "/spec/selector").stream()
                .anyMatch(workload ->
                    Json.each(service.at("/spec/ports"))
                        .anyMatch(port ->
                            workload
                                .port(port.path("targetPort"))
                                .filter(at -> at == port.path("port").asInt())
                                .isEmpty())))
        .map(Manifest::id);
  }

  private static Stream<String> openPods(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> !workload.isOnHostNetwork())
        .filter(workload -> policiesOf(overlay, workload).isEmpty())
        .map(Workload::id);
  }

  private static List<Manifest> policiesOf(Overlay overlay, Workload workload) {
    return overlay
        .kind("NetworkPolicy")
        .filter(policy -> overlay.selectedBy(policy, POD_SELECTOR).contains(workload))
        .toList();
  }

  private static Stream<String> missingPolicyPorts(Overlay overlay) {
    return overlay
        .kind("NetworkPolicy")
        .filter(policy ->
            overlay.selectedBy(policy, POD_SELECTOR).stream()
                .anyMatch(workload ->
                    Json.each(policy.at("/spec/ingress"))
                        .flatMap(rule -> Json.each(rule.path("ports")))
                        .anyMatch(port -> workload.port(port.path("port")).isEmpty())))
        .map(Manifest::id);
  }

  private static Stream<String> oneWayPolicies(Overlay overlay) {
    return overlay
        .kind("NetworkPolicy")
        .filter(policy ->
            !Json.texts(policy.at("/spec/policyTypes")).containsAll(List.of("Ingress", "Egress")))
        .map(Manifest::id);
  }

  /// Agents have to come to the responders of agents and to the collectors' gRPC port.
  private static Stream<String> shutOutAgents(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> !policiesOf(overlay, workload).isEmpty())
        .flatMap(workload ->
            Stream.of("http", "grpc", "tcp")
                .filter(port -> isForAgents(workload, port))
                .filter(port ->
                    policiesOf(overlay, workload).stream()
                        .noneMatch(
                            policy -> lets(policy, port, rule -> isFromAgents(overlay, rule))))
                .map(port -> workload.id() + " " + port));
  }

  private static boolean isForAgents(Workload workload, String port) {
    return workload.manifest().kind().equals("DaemonSet") || port.equals("grpc");
  }

  private static boolean isFromAgents(Overlay overlay, JsonNode rule) {
    boolean onHosts = overlay.workloads().anyMatch(Workload::isOnHostNetwork);
    return onHosts
        ? !rule.has("from")
        : Json.each(rule.path("from"))
            .anyMatch(from ->
                overlay
                    .workloads()
                    .filter(w -> w.manifest().kind().equals("DaemonSet"))
                    .anyMatch(
                        w -> Json.selects(from.at("/podSelector/matchLabels"), w.podLabels())));
  }

  private static Stream<String> shutOutPrometheus(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> !policiesOf(overlay, workload).isEmpty())
        .filter(workload -> {
          String port = workload.manifest().kind().equals("DaemonSet") ? "admin" : "http";
          return policiesOf(overlay, workload).stream()
              .noneMatch(policy -> lets(policy, port, Network::isFromMonitoring));
        })
        .map(Workload::id);
  }

  private static boolean isFromMonitoring(JsonNode rule) {
    return Json.each(rule.path("from"))
        .anyMatch(from ->
            Json.map(from.at("/namespaceSelector/matchLabels")).containsValue("monitoring"));
  }

  private static boolean lets(Manifest policy, String port, Predicate<JsonNode> comes) {
    return Json.each(policy.at("/spec/ingress"))
        .filter(comes)
        .anyMatch(rule ->
            Json.each(rule.path("ports")).anyMatch(p -> p.path("port").asText().equals(port)));
  }

  private static Stream<String> idleMonitors(Overlay overlay) {
    return Stream.concat(
        overlay
            .kind("PodMonitor")
            .filter(m -> overlay.selectedBy(m, "/spec/selector/matchLabels").isEmpty())
            .map(Manifest::id),
        overlay
            .kind("ServiceMonitor")
            .filter(m -> servicesOf(overlay, m).isEmpty())
            .map(Manifest::id));
  }

  private static List<Manifest> servicesOf(Overlay overlay, Manifest monitor) {
    return overlay
        .kind("Service")
        .filter(s -> Json.selects(monitor.at("/spec/selector/matchLabels"), s.labels()))
        .toList();
  }

  private static Stream<String> missingMonitorPorts(Overlay overlay) {
    Stream<String> ofPods =
        overlay
            .kind("PodMonitor")
            .filter(monitor ->
                overlay.selectedBy(monitor, "/spec/selector/matchLabels").stream()
                    .anyMatch(
                        w -> w.port(monitor.at("/spec/podMetricsEndpoints/0/port")).isEmpty()))
            .map(Manifest::id);
    Stream<String> ofServices =
        overlay
            .kind("ServiceMonitor")
            .filter(monitor -> {
              List<Manifest> services = servicesOf(overlay, monitor);
              return !services.isEmpty()
                  && services.stream()
                      .noneMatch(s -> hasPort(s, monitor.at("/spec/endpoints/0/port")));
            })
            .map(Manifest::id);
    return Stream.concat(ofPods, ofServices);
  }

  private static Stream<String> doubleMonitors(Overlay overlay) {
    return overlay
        .kind("ServiceMonitor")
        .filter(monitor ->
            servicesOf(overlay, monitor).stream()
                    .filter(s -> hasPort(s, monitor.at("/spec/endpoints/0/port")))
                    .count()
                > 1)
        .map(Manifest::id);
  }

  private static boolean hasPort(Manifest service, JsonNode name) {
    return Json.each(service.at("/spec/ports"))
        .anyMatch(port -> port.path("name").asText().equals(name.asText()));
  }
}
