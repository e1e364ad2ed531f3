// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.dashboard.Run;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Terraform on a copy of our module, and of the files that it installs: it writes beside what it
/// reads.
final class Terraform implements AutoCloseable {
  static final Path SOURCES = Repository.root().resolve("dashboards");

  private final TemporaryFolder folder = TemporaryFolder.create("terraform");
  private final List<String> command = new ArrayList<>();

  /// Makes the copy.
  ///
  /// @param environment variables that Terraform is to see, as `NAME=value`
  Terraform(String... environment) {
    command.add("env");
    command.addAll(List.of(environment));
    command.addAll(Program.TERRAFORM.command());
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files.filter(Terraform::isSource).forEach(this::copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path file) {
    return Files.isRegularFile(file) && !file.toString().contains(".terraform");
  }

  private void copy(Path file) {
    Path copy = folder.path().resolve(SOURCES.relativize(file).toString());
    try {
      Files.createDirectories(copy.resolveSibling(""));
      Files.copy(file, copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The copy of the module.
  Path root() {
    return folder.path().resolve("terraform");
  }

  /// The part of it that needs no provider.
  Path model() {
    return root().resolve("modules/model");
  }

  /// Puts something else into the copy.
  ///
  /// @param file of the module, such as `main.tf`
  void replace(String file, String sound, String faulty) {
    Path path = root().resolve(file);
    try {
      String text = Files.readString(path);
      assertThat(text).contains(sound);
      Files.writeString(path, text.replace(sound, faulty));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs it, and fails if it does.
  ///
  /// @return what it printed
  String succeeds(Path in, String... arguments) {
    Run run = run(in, arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  Run run(Path in, String... arguments) {
    return Run.of(in, Stream.concat(command.stream(), Stream.of(arguments)).toList());
  }

  @Override
  public void close() {
    folder.close();
  }
}
