// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A program that nobody here wrote and that the tests start.
public enum Program {
  ALERTMANAGER("prometheus-alertmanager", "prometheus-alertmanager"),
  AMTOOL("amtool", "prometheus-alertmanager"),
  CHROMEDRIVER("chromedriver", "chromium-driver"),
  CHROMIUM("chromium", "chromium"),
  CURL("curl", "curl"),
  HAPROXY("haproxy", "haproxy"),
  NGINX("nginx", "nginx"),
  PROMETHEUS("prometheus", "prometheus"),
  PROMTOOL("promtool", "prometheus"),
  /// The system's Python, the only one that sees the modules of Debian's packages.
  PYTHON_WITH_GRPC("python3", "python3-grpcio") {
    @Override
    Stream<Path> folders() {
      return Stream.of(Path.of("/usr/bin"));
    }

    @Override
    boolean works(Path file) {
      return succeeds(List.of(file.toString(), "-c", "import grpc"));
    }
  },
  /// Of its makers only.
  TERRAFORM("terraform", "") {
    @Override
    String missing() {
      return "terraform is not installed (" + NOT_TO_BE_HAD + ")";
    }

    @Override
    boolean canBeInstalled() {
      return false;
    }
  },
  UNBOUND("unbound", "unbound");

  private static final List<Path> SYSTEM_FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/local/sbin"));

  /// `./check` looks for it in the reports, and forgives such tests under `CI=true`.
  static final String NOT_TO_BE_HAD = "no Debian package has it";

  private final String command;
  private final String debianPackage;

  Program(String command, String debianPackage) {
    this.command = command;
    this.debianPackage = debianPackage;
  }

  /// Where it is installed; empty if it is not, or does not work.
  public Optional<Path> find() {
    return folders()
        .map(folder -> folder.resolve(command))
        .filter(Files::isExecutable)
        .filter(this::works)
        .findFirst();
  }

  /// The command line that runs it.
  ///
  /// @throws IllegalStateException if it is not installed
  public List<String> command(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(find().orElseThrow(() -> new IllegalStateException(missing())).toString());
    line.addAll(List.of(arguments));
    return List.copyOf(line);
  }

  /// One line for a person: what is missing and what installs it.
  String missing() {
    return command + " is not installed (Debian package " + debianPackage + ")";
  }

  /// Whether `./check` can install it under `CI=true`.
  boolean canBeInstalled() {
    return true;
  }

  Stream<Path> folders() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
        Stream.of(path.split(File.pathSeparator, -1)).filter(at -> !at.isEmpty()).map(Path::of),
        SYSTEM_FOLDERS.stream());
  }

  boolean works(Path file) {
    return Files.isRegularFile(file);
  }

  private static boolean succeeds(List<String> command) {
    try {
      ProcessBuilder.Redirect nowhere = ProcessBuilder.Redirect.DISCARD;
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(nowhere)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
