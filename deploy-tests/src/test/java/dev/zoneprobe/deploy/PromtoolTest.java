// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Prometheus' own tool takes what is meant for Prometheus.
final class PromtoolTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static final Pattern DISCOVERY = Pattern.compile("kubernetes_sd_configs:\\n *- .*");

  @TempDir private Path folder = Path.of("");

  PromtoolTest() {}

  @BeforeEach
  void needsPromtool() {
    assumeTrue(
        Files.isExecutable(PROMTOOL), "promtool (Debian package prometheus) is not installed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"production", "large"})
  void takesTheRules(String overlay) throws IOException {
    for (Manifest rules : Overlay.rendered(overlay).kind("PrometheusRule").toList()) {
      Path file = Files.writeString(folder.resolve("rules.yaml"), rules.at("/spec").toString());

      assertThat(promtool("check", "rules", file.toString())).as(rules.id()).contains("SUCCESS");
    }
  }

  /// Debian's Prometheus cannot discover in Kubernetes, so the discovery is left out; the
  /// relabelling is what is easily wrong.
  @Test
  void takesTheScrapeConfiguration() throws IOException {
    String text = Repository.text("k8s/components/prometheus-annotations/scrape-config.yaml");
    String elsewhere = DISCOVERY.matcher(text).replaceFirst("static_configs: [{targets: [a]}]");
    assertThat(elsewhere).isNotEqualTo(text);
    Path file = Files.writeString(folder.resolve("prometheus.yaml"), elsewhere);

    assertThat(promtool("check", "config", "--syntax-only", file.toString())).contains("SUCCESS");
  }

  private static String promtool(String... arguments) throws IOException {
    ProcessBuilder promtool = new ProcessBuilder(new ArrayList<>(List.of(PROMTOOL.toString())));
    promtool.command().addAll(List.of(arguments));
    promtool.redirectErrorStream(true);
    return new String(promtool.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
