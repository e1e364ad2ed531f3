// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.zoneprobe.deploy.manifest.Manifest;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PriorityClass;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

/// The model that the Kubernetes project generates from its own API: unknown fields and missing
/// ones.
public final class OfficialModel {
  private static final Map<String, Check> CHECKS =
      Map.ofEntries(
          Map.entry("ClusterRole", V1ClusterRole::validateJsonElement),
          Map.entry("ClusterRoleBinding", V1ClusterRoleBinding::validateJsonElement),
          Map.entry("ConfigMap", V1ConfigMap::validateJsonElement),
          Map.entry("DaemonSet", V1DaemonSet::validateJsonElement),
          Map.entry("Namespace", V1Namespace::validateJsonElement),
          Map.entry("NetworkPolicy", V1NetworkPolicy::validateJsonElement),
          Map.entry("PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
          Map.entry("PriorityClass", V1PriorityClass::validateJsonElement),
          Map.entry("Role", V1Role::validateJsonElement),
          Map.entry("RoleBinding", V1RoleBinding::validateJsonElement),
          Map.entry("Service", V1Service::validateJsonElement),
          Map.entry("ServiceAccount", V1ServiceAccount::validateJsonElement),
          Map.entry("StatefulSet", V1StatefulSet::validateJsonElement));

  private OfficialModel() {}

  @FunctionalInterface
  private interface Check {
    void refuse(JsonElement json) throws IOException;
  }

  /// What is wrong with an object; kinds that are not Kubernetes' own are for others to judge.
  public static Stream<String> findings(Manifest manifest) {
    Check check = CHECKS.get(manifest.kind());
    if (check == null) {
      return Stream.empty();
    }
    try {
      check.refuse(JsonParser.parseString(manifest.json().toString()));
      return Stream.empty();
    } catch (IOException | RuntimeException e) {
      return Stream.of(manifest.id() + ": " + e.getMessage());
    }
  }

  /// Whether it knows this kind.
  public static boolean knows(Manifest manifest) {
    return CHECKS.containsKey(manifest.kind());
  }
}
