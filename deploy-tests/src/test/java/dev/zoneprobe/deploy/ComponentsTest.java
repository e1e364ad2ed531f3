// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.deploy.manifest.Composition;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.RequiresKubectl;
import dev.zoneprobe.deploy.platform.EveryRule;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Components that operators add to whatever overlay they have go together with it.
@RequiresKubectl
final class ComponentsTest {
  @TempDir private Path folder = Path.of("");

  ComponentsTest() {}

  private Overlay rendered(String overlay, String component) throws IOException {
    String kustomization =
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [../%s]
        components: [../../components/%s]
        """
            .formatted(overlay, component);
    return Composition.in(folder).render(overlay, kustomization);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trial", "kind", "production", "large", "host-network"})
  void everyOverlayCanBeOnOpenShift(String name) throws IOException {
    Overlay overlay = rendered(name, "openshift");

    assertThat(EveryRule.brokenBy(overlay)).isEmpty();
    assertThat(overlay.workloads().map(workload -> workload.pod().path("securityContext")))
        .hasSize(2)
        .allSatisfy(context ->
            assertThat(Json.map(context))
                .doesNotContainKeys("runAsUser", "runAsGroup", "fsGroup")
                .containsEntry("runAsNonRoot", "true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "production"})
  void prometheusMayFindWhatItScrapes(String name) throws IOException {
    Overlay overlay = rendered(name, "prometheus-access");

    assertThat(EveryRule.brokenBy(overlay).keySet())
        .as("it grants what our programs do not need, to an account that is not ours")
        .containsOnly("verb-not-needed", "resource-not-needed", "binding-without-account");
    Manifest role = overlay.find("Role", "zoneprobe-prometheus").orElseThrow();
    assertThat(role.json().findValues("resources").stream().flatMap(Json::each))
        .extracting(resource -> resource.asText())
        .containsExactlyInAnyOrder("services", "endpoints", "pods", "endpointslices");
    assertThat(role.json().findValues("verbs").stream().flatMap(Json::each))
        .extracting(verb -> verb.asText())
        .containsOnly("get", "list", "watch");
  }
}
