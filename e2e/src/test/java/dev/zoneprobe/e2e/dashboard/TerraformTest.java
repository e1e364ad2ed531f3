// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The Terraform module. Terraform is in no Debian package and its providers come from a registry
/// of its own, so what needs either is left out where it is missing, and one printed line says so.
final class TerraformTest {
  private static final Path SOURCES = Repository.root().resolve("dashboards");
  private static final Pattern DEFAULT = Pattern.compile("default += \\[(\"overview\"[^]]*)]");
  private static final Pattern WORD = Pattern.compile("\"([a-z-]+)\"");

  @Test
  void theModuleInstallsTheDashboardsThatThereAre() throws IOException {
    List<String> dashboards;
    try (Stream<Path> files = Files.list(SOURCES)) {
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
            .matcher(Files.readString(SOURCES.resolve("terraform").resolve(file)))
            .results()
            .findFirst()
            .orElseThrow();
    return WORD.matcher(list.group(1)).results().map(word -> word.group(1)).toList();
  }

  @Test
  void theModelIsValidAndPassesItsTests() throws IOException {
    if (isMissing()) {
      return;
    }
    try (TemporaryFolder folder = copy()) {
      Path model = folder.path().resolve("terraform/modules/model");

      succeeds(folder.path().resolve("terraform"), "fmt", "-check", "-recursive");
      succeeds(model, "init", "-backend=false");
      succeeds(model, "validate");
      succeeds(model, "test");
    }
  }

  @Test
  void aFaultOfTheModelIsFound() throws IOException {
    if (isMissing()) {
      return;
    }
    try (TemporaryFolder folder = copy()) {
      Path model = folder.path().resolve("terraform/modules/model");
      Path main = model.resolve("main.tf");
      String text = Files.readString(main);
      Files.writeString(main, text.replace("\"x${alert.labels.burn}\"", "\"\""));

      succeeds(model, "init", "-backend=false");
      assertThat(terraform(model, "test").exitCode()).isNotZero();
    }
  }

  @Test
  void theProvidersPartIsValidWhereTheProviderCanBeHad() throws IOException {
    if (isMissing()) {
      return;
    }
    try (TemporaryFolder folder = copy()) {
      Path root = folder.path().resolve("terraform");
      Run init = terraform(root, "init", "-backend=false");
      if (init.exitCode() == 0) {
        succeeds(root, "validate");
      } else {
        assertThat(init.output()).contains("grafana/grafana");
        System.out.println(
            "not validated: dashboards/terraform, as its provider grafana/grafana cannot be had");
      }
    }
  }

  private static boolean isMissing() {
    if (find().isPresent()) {
      return false;
    }
    System.out.println("not run: terraform is not on the PATH, dashboards/terraform is not tested");
    return true;
  }

  private static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "terraform"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void succeeds(Path folder, String... arguments) {
    Run run = terraform(folder, arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  private static Run terraform(Path folder, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(find().orElseThrow().toString()), Stream.of(arguments)).toList();
    return Run.of(folder, command);
  }

  /// Terraform writes beside what it reads.
  private static TemporaryFolder copy() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("terraform");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(TerraformTest::isSource).toList()) {
        Path copy = folder.path().resolve(SOURCES.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
    return folder;
  }

  private static boolean isSource(Path file) {
    return Files.isRegularFile(file) && !file.toString().contains(".terraform");
  }
}
