// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.zoneprobe.deploy.manifest.Manifest;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// fabric8's types, read without any leniency: a number in quotes is no number. They keep fields
/// that they do not know, so what was read is compared with what was written: see [UnknownFields].
public final class TypedModel {
  private static final Map<String, Class<?>> TYPES =
      Stream.<Class<?>>of(
              Certificate.class,
              ClusterRole.class,
              ClusterRoleBinding.class,
              ConfigMap.class,
              DaemonSet.class,
              Issuer.class,
              Namespace.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              PodMonitor.class,
              PriorityClass.class,
              PrometheusRule.class,
              Role.class,
              RoleBinding.class,
              Service.class,
              ServiceAccount.class,
              ServiceMonitor.class,
              StatefulSet.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private static final ObjectMapper STRICT = strict();

  private TypedModel() {}

  private static ObjectMapper strict() {
    JsonMapper.Builder mapper =
        JsonMapper.builder().disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    for (LogicalType type : new LogicalType[] {LogicalType.Textual}) {
      mapper.withCoercionConfig(
          type,
          config -> {
            config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
          });
    }
    return mapper.build();
  }

  private static String apiVersion(Class<?> type) {
    String group = type.getAnnotation(Group.class).value();
    return (group.isEmpty() ? "" : group + "/") + type.getAnnotation(Version.class).value();
  }

  /// What is wrong with an object, or that its kind is not known here at all.
  public static Stream<String> findings(Manifest manifest) {
    Class<?> type = TYPES.get(manifest.kind());
    if (type == null) {
      return Stream.of(manifest.id() + ": nobody here knows this kind");
    }
    if (!manifest.at("/apiVersion").asText().equals(apiVersion(type))) {
      return Stream.of(manifest.id() + ": is of " + apiVersion(type));
    }
    try {
      JsonNode json = manifest.json();
      return UnknownFields.in(STRICT.treeToValue(json, type))
          .map(field -> manifest.id() + ": no field " + field);
    } catch (JsonProcessingException e) {
      return Stream.of(manifest.id() + ": " + e.getOriginalMessage());
    }
  }
}
