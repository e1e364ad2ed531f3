// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.deploy.manifest.Composition;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import dev.zoneprobe.deploy.manifest.RequiresKubectl;
import dev.zoneprobe.deploy.platform.EveryRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `docs/install.md` tells people to write into an overlay of theirs can be applied, and
/// changes something.
@RequiresKubectl
final class InstallExamplesTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Set<String> OF_OVERLAYS = Set.of("resources", "patches", "components");

  @TempDir private Path folder = Path.of("");

  InstallExamplesTest() {}

  static List<String> examples() {
    return YAML.matcher(Repository.text("docs/install.md"))
        .results()
        .map(block -> block.group(1))
        .filter(block ->
            Json.map(Json.ofYaml(block).getFirst()).keySet().stream()
                .anyMatch(OF_OVERLAYS::contains))
        .toList();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("examples")
  void anExampleCanBeApplied(String example) throws IOException {
    Composition composition = Composition.in(folder);

    Overlay rendered = composition.render("example", whole(example));

    assertThat(EveryRule.brokenBy(rendered)).doesNotContainKeys("schema", "choice");
    assertThat(rendered.manifests())
        .isNotEqualTo(composition.render("example", whole("")).manifests());
  }

  @Test
  void aRegistryMayWantCredentialsOfBothPrograms() throws IOException {
    String example =
        examples().stream()
            .filter(each -> each.contains("imagePullSecrets"))
            .findFirst()
            .orElseThrow();

    Overlay rendered = Composition.in(folder).render("example", whole(example));

    assertThat(rendered.kind("ServiceAccount"))
        .hasSize(2)
        .allSatisfy(
            account -> assertThat(account.at("/imagePullSecrets/0/name").asText()).isNotEmpty());
  }

  private static String whole(String example) {
    String text = example.replace("sha256:…", "sha256:" + "1".repeat(64));
    return text.contains("resources:") ? text : "resources: [../production]\n" + text;
  }
}
