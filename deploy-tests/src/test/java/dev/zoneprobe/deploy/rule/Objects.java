// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import static dev.zoneprobe.deploy.rule.Rule.ofManifests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.schema.Choices;
import dev.zoneprobe.deploy.schema.OfficialModel;
import dev.zoneprobe.deploy.schema.TypedModel;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What holds for every object: fields, names, labels, and that what is referred to is there.
final class Objects {
  private static final Set<String> OF_THE_CLUSTER =
      Set.of("Namespace", "PriorityClass", "ClusterRole", "ClusterRoleBinding");
  private static final Set<String> LABELS =
      Set.of("app.kubernetes.io/name", "app.kubernetes.io/part-of");
  private static final Pattern HASHED = Pattern.compile(".*-[a-z0-9]{10}");

  /// Those that an operator makes before, with cert-manager or without.
  private static final Set<String> SECRETS =
      Set.of("zoneprobe-agent-tls", "zoneprobe-collector-tls");

  private Objects() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("schema", o -> o.manifests().stream().flatMap(Objects::faults)),
        new Rule("choice", o -> o.manifests().stream().flatMap(Choices::findings)),
        new Rule("object-twice", Objects::twice),
        ofManifests(
            "namespace-missing",
            m -> m.namespace().equals("zoneprobe") == OF_THE_CLUSTER.contains(m.kind())),
        ofManifests("labels-missing", m -> !m.labels().keySet().containsAll(LABELS)),
        ofManifests(
            "configuration-without-hash",
            m -> m.kind().equals("ConfigMap") && !HASHED.matcher(m.name()).matches()),
        new Rule("configuration-missing", Objects::missingConfiguration),
        new Rule("secret-unknown", Objects::unknownSecrets));
  }

  private static Stream<String> faults(Manifest manifest) {
    return Stream.concat(OfficialModel.findings(manifest), TypedModel.findings(manifest));
  }

  private static Stream<String> twice(Overlay overlay) {
    return overlay.manifests().stream()
        .collect(Collectors.groupingBy(Manifest::id, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(count -> count.getValue() > 1)
        .map(count -> count.getKey());
  }

  private static Stream<String> missingConfiguration(Overlay overlay) {
    List<String> mounted =
        overlay
            .workloads()
            .flatMap(w -> w.pod().findValues("configMap").stream())
            .map(map -> map.path("name").asText())
            .toList();
    Stream<String> absent =
        mounted.stream().filter(name -> overlay.find("ConfigMap", name).isEmpty());
    Stream<String> idle =
        overlay.kind("ConfigMap").map(Manifest::name).filter(name -> !mounted.contains(name));
    return Stream.concat(absent, idle);
  }

  /// A Secret comes from cert-manager if the overlay has it make any, and then from nowhere else.
  private static Stream<String> unknownSecrets(Overlay overlay) {
    Set<String> made =
        overlay
            .kind("Certificate")
            .map(certificate -> certificate.at("/spec/secretName").asText())
            .collect(Collectors.toSet());
    Set<String> known = made.isEmpty() ? SECRETS : made;
    return overlay
        .workloads()
        .flatMap(w -> w.pod().findValues("secret").stream())
        .map((JsonNode secret) -> secret.path("secretName").asText())
        .filter(name -> !known.contains(name) || !SECRETS.contains(name));
  }
}
