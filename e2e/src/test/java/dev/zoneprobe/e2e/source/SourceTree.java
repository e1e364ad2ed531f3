// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.source;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every Java file that people wrote in the repository; generated code is not in it.
public record SourceTree(List<SourceFile> files) {
  private static final List<String> MODULES =
      List.of("wire", "agent", "collector", "benchmarks", "deploy-tests", "e2e");

  /// Reads the files of the repository that the tests run in.
  public static SourceTree read() throws IOException {
    Path root = Repository.root();
    List<Path> paths = new ArrayList<>();
    for (String module : MODULES) {
      paths.addAll(javaFilesBelow(root.resolve(module, "src")));
    }
    return new SourceTree(new SourceReader(root).read(paths));
  }

  private static List<Path> javaFilesBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(SourceTree::isJava).sorted().toList();
    }
  }

  private static boolean isJava(Path path) {
    return path.toString().endsWith(".java");
  }

  /// Those files that are part of what is delivered.
  public SourceTree production() {
    return only(SourceFile::isProduction);
  }

  /// Those files whose path begins with one of these modules' names.
  public SourceTree modules(String... modules) {
    Set<String> wanted = Set.of(modules);
    return only(file -> wanted.contains(file.path().getName(0).toString()));
  }

  /// The others than those for which `condition` holds.
  public SourceTree without(Predicate<SourceFile> condition) {
    return only(condition.negate());
  }

  private SourceTree only(Predicate<SourceFile> condition) {
    return new SourceTree(files.stream().filter(condition).toList());
  }

  /// The simple names of all types.
  public Set<String> typeNames() {
    return files.stream()
        .flatMap(file -> file.types().stream())
        .map(SourceFile.DeclaredType::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
