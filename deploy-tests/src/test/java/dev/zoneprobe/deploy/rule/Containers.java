// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import static dev.zoneprobe.deploy.rule.Rule.ofContainers;
import static dev.zoneprobe.deploy.rule.Rule.ofWorkloads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a container is given: image, resources, variables, volumes, and how it is looked after.
final class Containers {
  private static final Pattern PINNED =
      Pattern.compile(
          "ghcr\\.io/zoneprobe/[a-z]+(:\\d+\\.\\d+\\.\\d+|(:[^@]+)?@sha256:[0-9a-f]{64})");
  private static final List<String> PROBES =
      List.of("startupProbe", "livenessProbe", "readinessProbe");
  private static final String NO_CPU_LIMIT = "zoneprobe.dev/no-cpu-limit";
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|key).*");

  private Containers() {}

  static Stream<Rule> rules() {
    return Stream.of(
        ofContainers("image-not-pinned", c -> !PINNED.matcher(image(c)).matches()),
        new Rule("image-without-digest-in-production", Containers::tagsInProduction),
        new Rule("image-named-differently", Containers::strangeImages),
        ofContainers("resources-not-requested", Containers::lacksResources),
        ofWorkloads("cpu-limit", Containers::hasCpuLimit),
        ofContainers(
            "root-file-system-writable",
            c -> !c.at("/securityContext/readOnlyRootFilesystem").asBoolean()),
        ofContainers("variable-named-twice", Containers::namesVariableTwice),
        ofContainers("variable-with-secret", Containers::hasSecretInVariable),
        ofContainers("probes-alike", Containers::hasProbesAlike),
        ofWorkloads("probe-port-missing", Containers::probesMissingPort),
        ofWorkloads("mount-without-volume", Containers::mountsDisagreeWithVolumes),
        ofWorkloads("volume-unbounded", Containers::hasUnboundedVolume));
  }

  private static String image(JsonNode container) {
    return container.path("image").asText();
  }

  private static Stream<String> tagsInProduction(Overlay overlay) {
    boolean production = Set.of("production", "large", "openshift").contains(overlay.name());
    return overlay
        .workloads()
        .filter(w -> production && w.containers().stream().anyMatch(c -> !image(c).contains("@")))
        .map(Workload::id);
  }

  /// The name of an image ends with that of its container, and the workload's.
  private static Stream<String> strangeImages(Overlay overlay) {
    return overlay
        .workloads()
        .filter(workload -> {
          String expected = workload.manifest().name().replaceFirst("^zoneprobe-", "");
          JsonNode container = workload.container();
          return !image(container).startsWith("ghcr.io/zoneprobe/" + expected)
              || !container.path("name").asText().equals(expected);
        })
        .map(Workload::id);
  }

  private static boolean lacksResources(JsonNode container) {
    JsonNode resources = container.path("resources");
    String memory = resources.at("/limits/memory").asText();
    return memory.isEmpty()
        || !memory.equals(resources.at("/requests/memory").asText())
        || resources.at("/requests/cpu").isMissingNode();
  }

  /// A quota falsifies what is measured; that there is none is an exception that says why.
  private static boolean hasCpuLimit(Workload workload) {
    return workload.containers().stream().anyMatch(c -> c.at("/resources/limits").has("cpu"))
        || workload.podAnnotations().getOrDefault(NO_CPU_LIMIT, "").isBlank();
  }

  private static boolean namesVariableTwice(JsonNode container) {
    Set<String> names = new HashSet<>();
    return Json.each(container.path("env")).anyMatch(v -> !names.add(v.path("name").asText()));
  }

  private static boolean hasSecretInVariable(JsonNode container) {
    return Json.each(container.path("env"))
        .anyMatch(variable ->
            SECRET.matcher(variable.path("name").asText()).matches()
                || variable.at("/valueFrom").has("secretKeyRef"));
  }

  /// Restarting a container that is only not ready makes things worse.
  private static boolean hasProbesAlike(JsonNode container) {
    List<Map<String, String>> asked =
        PROBES.stream().map(probe -> Json.map(container.path(probe).path("httpGet"))).toList();
    return asked.contains(Map.of()) || Set.copyOf(asked).size() < PROBES.size();
  }

  private static boolean probesMissingPort(Workload workload) {
    return workload.containers().stream()
        .flatMap(container -> container.findValues("httpGet").stream())
        .anyMatch(get -> workload.port(get.path("port")).isEmpty());
  }

  private static boolean mountsDisagreeWithVolumes(Workload workload) {
    Set<String> mounted = new HashSet<>();
    workload
        .containers()
        .forEach(container ->
            Json.each(container.path("volumeMounts"))
                .forEach(m -> mounted.add(m.path("name").asText())));
    return !mounted.equals(Set.copyOf(workload.volumes()));
  }

  private static boolean hasUnboundedVolume(Workload workload) {
    return workload.pod().findValues("emptyDir").stream().anyMatch(dir -> !dir.has("sizeLimit"));
  }
}
