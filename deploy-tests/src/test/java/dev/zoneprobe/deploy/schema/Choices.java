// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Manifest;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Texts of which only some are allowed. The models that are published have them as mere texts.
public final class Choices {
  private static final Map<String, Set<String>> BY_PLACE =
      Map.ofEntries(
          Map.entry("updateStrategy.type", Set.of("RollingUpdate", "OnDelete")),
          Map.entry("seccompProfile.type", Set.of("RuntimeDefault", "Localhost", "Unconfined")),
          Map.entry("spec.type", Set.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")),
          Map.entry("imagePullPolicy", Set.of("IfNotPresent", "Always", "Never")),
          Map.entry("podManagementPolicy", Set.of("Parallel", "OrderedReady")),
          Map.entry("whenDeleted", Set.of("Retain", "Delete")),
          Map.entry("whenScaled", Set.of("Retain", "Delete")),
          Map.entry("protocol", Set.of("TCP", "UDP", "SCTP")),
          Map.entry("policyTypes", Set.of("Ingress", "Egress")),
          Map.entry("accessModes", Set.of("ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany")),
          Map.entry("whenUnsatisfiable", Set.of("ScheduleAnyway", "DoNotSchedule")),
          Map.entry("unhealthyPodEvictionPolicy", Set.of("AlwaysAllow", "IfHealthyBudget")),
          Map.entry("fsGroupChangePolicy", Set.of("OnRootMismatch", "Always")),
          Map.entry("internalTrafficPolicy", Set.of("Cluster", "Local")),
          Map.entry("sessionAffinity", Set.of("ClientIP", "None")),
          Map.entry(
              "dnsPolicy", Set.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")),
          Map.entry("operator", Set.of("Exists", "Equal", "In", "NotIn", "DoesNotExist")),
          Map.entry("scheme", Set.of("HTTP", "HTTPS", "http", "https")));

  private Choices() {}

  /// Each place of an object with a text that is none of the choices there.
  public static Stream<String> findings(Manifest manifest) {
    return walk(manifest.json(), "").map(place -> manifest.id() + place);
  }

  private static Stream<String> walk(JsonNode node, String path) {
    if (node.isArray()) {
      return IntStream.range(0, node.size()).boxed().flatMap(i -> walk(node.get(i), path));
    }
    if (node.isObject()) {
      return node.properties().stream()
          .flatMap(entry -> walk(entry.getValue(), path + "." + entry.getKey()));
    }
    return choices(path)
        .filter(allowed -> !allowed.contains(node.asText()))
        .map(allowed -> "%s: %s is none of %s".formatted(path, node.asText(), allowed));
  }

  private static Stream<Set<String>> choices(String path) {
    return BY_PLACE.entrySet().stream()
        .filter(place -> path.endsWith("." + place.getKey()))
        .map(Map.Entry::getValue);
  }
}
