// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An object that makes pods.
public record Workload(Manifest manifest) {
  /// What the pods are like.
  public JsonNode pod() {
    return manifest.at("/spec/template/spec");
  }

  /// Of the pods.
  public Map<String, String> podLabels() {
    return Json.map(manifest.at("/spec/template/metadata/labels"));
  }

  /// Of the pods.
  public Map<String, String> podAnnotations() {
    return Json.map(manifest.at("/spec/template/metadata/annotations"));
  }

  /// Those that prepare the pod, too.
  public List<JsonNode> containers() {
    return Stream.of("initContainers", "containers", "ephemeralContainers")
        .flatMap(list -> Json.each(pod().path(list)))
        .toList();
  }

  /// The one that does the work.
  public JsonNode container() {
    return pod().at("/containers/0");
  }

  /// Ports of all containers.
  public List<JsonNode> ports() {
    return containers().stream().flatMap(each -> Json.each(each.path("ports"))).toList();
  }

  /// The number of a port that is given by name or by number; empty if no container has it.
  public Optional<Integer> port(JsonNode nameOrNumber) {
    return ports().stream()
        .filter(port ->
            port.path("name").asText().equals(nameOrNumber.asText())
                || port.path("containerPort").asText().equals(nameOrNumber.asText()))
        .map(port -> port.path("containerPort").asInt())
        .findFirst();
  }

  /// Names of volumes, those that a claim is made for included.
  public List<String> volumes() {
    return Stream.concat(
            Json.each(pod().path("volumes")).map(volume -> volume.path("name").asText()),
            Json.each(manifest.at("/spec/volumeClaimTemplates"))
                .map(claim -> claim.at("/metadata/name").asText()))
        .toList();
  }

  /// How large a volume is, be it one of a claim or one that ends with the pod; empty if it has no
  /// size.
  public Optional<BigDecimal> volumeBytes(String name) {
    Stream<JsonNode> claims =
        Json.each(manifest.at("/spec/volumeClaimTemplates"))
            .filter(claim -> claim.at("/metadata/name").asText().equals(name))
            .map(claim -> claim.at("/spec/resources/requests/storage"));
    Stream<JsonNode> ofPod =
        Json.each(pod().path("volumes"))
            .filter(volume -> volume.path("name").asText().equals(name))
            .map(volume -> volume.at("/emptyDir/sizeLimit"));
    return Stream.concat(claims, ofPod)
        .filter(JsonNode::isTextual)
        .map(size -> Quantity.getAmountInBytes(Quantity.parse(size.asText())))
        .findFirst();
  }

  /// Whether the pods are in the network of their host.
  public boolean isOnHostNetwork() {
    return pod().path("hostNetwork").asBoolean();
  }

  /// `Kind/name`.
  public String id() {
    return manifest.id();
  }
}
