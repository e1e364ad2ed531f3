// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.program;

import dev.zoneprobe.deploy.manifest.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The source text of agent and collector.
public final class ProgramText {
  private static final String ALL =
      Stream.of("agent/src/main/java", "collector/src/main/java")
          .flatMap(folder -> javaFiles(Repository.path(folder)).stream())
          .map(ProgramText::text)
          .collect(Collectors.joining("\n"));

  private ProgramText() {}

  private static List<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether this text occurs in it.
  public static boolean says(String text) {
    return ALL.contains(text);
  }
}
