// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Prometheus Operator gets the rules that everybody else loads from files.
final class OperatorRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"classic", "native"})
  void objectsHaveTheRulesOfTheFiles(String histograms) {
    Set<String> files = Set.of("alerts", "slo", "recording-" + histograms);
    Map<String, JsonNode> expected =
        files.stream()
            .collect(Collectors.toMap("zoneprobe-"::concat, OperatorRulesTest::groupsOfTheFile));
    Overlay overlay = Overlay.rendered(histograms.equals("native") ? "large" : "production");

    assertThat(overlay.kind("PrometheusRule"))
        .extracting(Manifest::name, rules -> rules.at("/spec/groups"))
        .containsExactlyInAnyOrderElementsOf(
            expected.entrySet().stream()
                .map(rules -> tuple(rules.getKey(), rules.getValue()))
                .toList());
  }

  private static JsonNode groupsOfTheFile(String name) {
    return Json.ofYaml(Repository.text("dashboards/rules/" + name + ".yaml"))
        .getFirst()
        .path("groups");
  }
}
