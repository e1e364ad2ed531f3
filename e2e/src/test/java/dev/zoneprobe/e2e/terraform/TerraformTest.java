// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.dashboard.Run;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The module without its provider: what is to be installed.
final class TerraformTest {
  private static final Pattern DEFAULT = Pattern.compile("default += \\[(\"overview\"[^]]*)]");
  private static final Pattern WORD = Pattern.compile("\"([a-z-]+)\"");

  @Test
  void theModuleInstallsTheDashboardsThatThereAre() throws IOException {
    List<String> dashboards;
    try (Stream<Path> files = Files.list(Terraform.SOURCES)) {
      dashboards =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.replace(".json", ""))
              .toList();
    }

    assertThat(namesIn("variables.tf")).containsExactlyInAnyOrderElementsOf(dashboards);
    assertThat(namesIn("modules/model/variables.tf"))
        .containsExactlyInAnyOrderElementsOf(dashboards);
  }

  private static List<String> namesIn(String file) throws IOException {
    MatchResult list =
        DEFAULT
            .matcher(Files.readString(Terraform.SOURCES.resolve("terraform").resolve(file)))
            .results()
            .findFirst()
            .orElseThrow();
    return WORD.matcher(list.group(1)).results().map(word -> word.group(1)).toList();
  }

  @Test
  @RequiresProgram(Program.TERRAFORM)
  void theModelIsValidAndPassesItsTests() {
    try (Terraform terraform = new Terraform()) {
      terraform.succeeds(terraform.root(), "fmt", "-check", "-recursive");
      terraform.succeeds(terraform.model(), "init", "-backend=false");
      terraform.succeeds(terraform.model(), "validate");
      terraform.succeeds(terraform.model(), "test");
    }
  }

  @Test
  @RequiresProgram(Program.TERRAFORM)
  void aFaultOfTheModelIsFound() {
    try (Terraform terraform = new Terraform()) {
      terraform.replace("modules/model/main.tf", "\"x${alert.labels.burn}\"", "\"\"");

      terraform.succeeds(terraform.model(), "init", "-backend=false");
      assertThat(terraform.run(terraform.model(), "test").exitCode()).isNotZero();
    }
  }

  @Test
  @RequiresProgram(Program.TERRAFORM)
  void theWholeIsValidForTheProviderItselfWhereThatCanBeHad() {
    try (Terraform terraform = new Terraform()) {
      Run init = terraform.run(terraform.root(), "init", "-backend=false");
      if (init.exitCode() == 0) {
        terraform.succeeds(terraform.root(), "validate");
      } else {
        assertThat(init.output()).contains("grafana/grafana");
        System.out.println(
            "validated with a stand-in only: dashboards/terraform, as its provider grafana/grafana"
                + " cannot be had");
      }
    }
  }
}
