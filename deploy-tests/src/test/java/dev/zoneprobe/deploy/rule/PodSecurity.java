// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import static dev.zoneprobe.deploy.rule.Rule.ofContainers;
import static dev.zoneprobe.deploy.rule.Rule.ofWorkloads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the Pod Security Standard `restricted` wants, checked like the admission plugin does; where
/// a namespace says `privileged`, only the host's network is excused.
final class PodSecurity {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "secret",
          "projected",
          "downwardAPI",
          "emptyDir",
          "csi",
          "ephemeral",
          "persistentVolumeClaim");
  private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");
  private static final List<String> LEVELS = List.of("enforce", "audit", "warn");

  private PodSecurity() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("pod-security-namespace", PodSecurity::namespaces),
        new Rule("pod-security-host-namespaces", PodSecurity::hostNamespaces),
        ofContainers("pod-security-host-ports", PodSecurity::hasForeignHostPort),
        ofContainers("pod-security-privileged", context("/privileged", JsonNode::asBoolean)),
        ofContainers("pod-security-escalation", PodSecurity::mayEscalate),
        ofContainers("pod-security-capabilities", PodSecurity::hasCapabilities),
        ofContainers(
            "pod-security-proc-mount",
            context("/procMount", p -> !p.asText("Default").equals("Default"))),
        ofWorkloads("pod-security-volumes", PodSecurity::hasForbiddenVolume),
        ofWorkloads("pod-security-root", PodSecurity::mayBeRoot),
        ofWorkloads("pod-security-user", PodSecurity::isUserZero),
        ofWorkloads("pod-security-seccomp", PodSecurity::lacksSeccomp),
        ofWorkloads("pod-security-selinux", anyContext(c -> c.has("seLinuxOptions"))),
        ofWorkloads(
            "pod-security-apparmor",
            anyContext(c -> c.at("/appArmorProfile/type").asText().equals("Unconfined"))),
        ofWorkloads(
            "pod-security-windows",
            anyContext(c -> c.at("/windowsOptions/hostProcess").asBoolean())),
        ofWorkloads("pod-security-sysctls", w -> !w.pod().at("/securityContext/sysctls").isEmpty()),
        ofContainers("pod-security-probe-hosts", PodSecurity::probesAnotherHost));
  }

  private static Stream<String> namespaces(Overlay overlay) {
    return overlay
        .kind("Namespace")
        .filter(namespace ->
            !LEVELS.stream()
                .allMatch(level -> {
                  String key = "pod-security.kubernetes.io/" + level;
                  String standard = namespace.labels().getOrDefault(key, "");
                  return namespace.labels().getOrDefault(key + "-version", "").startsWith("v1.")
                      && (standard.equals("restricted")
                          || (level.equals("enforce") && mayBePrivileged(overlay, standard)));
                }))
        .map(namespace -> namespace.id() + " does not enforce `restricted` of a fixed version");
  }

  private static boolean mayBePrivileged(Overlay overlay, String standard) {
    return standard.equals("privileged") && overlay.workloads().anyMatch(Workload::isOnHostNetwork);
  }

  private static Stream<String> hostNamespaces(Overlay overlay) {
    boolean excused =
        overlay.kind("Namespace").anyMatch(n -> n.labels().containsValue("privileged"));
    return overlay
        .workloads()
        .filter(workload ->
            workload.pod().path("hostPID").asBoolean()
                || workload.pod().path("hostIPC").asBoolean()
                || (workload.isOnHostNetwork() && !excused))
        .map(Workload::id);
  }

  private static Predicate<JsonNode> context(String pointer, Predicate<JsonNode> broken) {
    return container -> {
      JsonNode value = container.path("securityContext").at(pointer);
      return !value.isMissingNode() && broken.test(value);
    };
  }

  private static Predicate<Workload> anyContext(Predicate<JsonNode> broken) {
    return workload -> contexts(workload).anyMatch(broken);
  }

  private static Stream<JsonNode> contexts(Workload workload) {
    return Stream.concat(
        Stream.of(workload.pod().path("securityContext")),
        workload.containers().stream().map(each -> each.path("securityContext")));
  }

  private static boolean hasForeignHostPort(JsonNode container) {
    return Json.each(container.path("ports")).anyMatch(port -> port.has("hostPort"));
  }

  private static boolean mayEscalate(JsonNode container) {
    return container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true);
  }

  private static boolean hasCapabilities(JsonNode container) {
    JsonNode capabilities = container.at("/securityContext/capabilities");
    return !Json.texts(capabilities.path("drop")).contains("ALL")
        || !Set.of("NET_BIND_SERVICE").containsAll(Json.texts(capabilities.path("add")));
  }

  private static boolean hasForbiddenVolume(Workload workload) {
    return Json.each(workload.pod().path("volumes"))
        .anyMatch(volume ->
            Json.map(volume).keySet().stream()
                .anyMatch(key -> !key.equals("name") && !VOLUMES.contains(key)));
  }

  private static boolean mayBeRoot(Workload workload) {
    boolean podSaysSo = workload.pod().at("/securityContext/runAsNonRoot").asBoolean();
    return workload.containers().stream()
        .anyMatch(each -> !each.at("/securityContext/runAsNonRoot").asBoolean(podSaysSo));
  }

  private static boolean isUserZero(Workload workload) {
    return contexts(workload).anyMatch(context -> context.path("runAsUser").asInt(1) == 0);
  }

  private static boolean lacksSeccomp(Workload workload) {
    String ofPod = workload.pod().at("/securityContext/seccompProfile/type").asText();
    return workload.containers().stream()
        .anyMatch(each ->
            !SECCOMP.contains(each.at("/securityContext/seccompProfile/type").asText(ofPod)));
  }

  private static boolean probesAnotherHost(JsonNode container) {
    return container.findValues("httpGet").stream().anyMatch(get -> get.has("host"));
  }
}
