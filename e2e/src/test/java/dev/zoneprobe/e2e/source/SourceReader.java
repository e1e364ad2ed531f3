// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Parses Java files with the JDK's own parser.
final class SourceReader {
  private final Path root;

  /// @param root what the paths in the result are relative to
  SourceReader(Path root) {
    this.root = root;
  }

  List<SourceFile> read(List<Path> paths) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(paths));
      DocTrees trees = DocTrees.instance(task);
      List<SourceFile> read = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        read.add(file(unit, trees));
      }
      return List.copyOf(read);
    }
  }

  private SourceFile file(CompilationUnitTree unit, DocTrees trees) throws IOException {
    Path path = Path.of(unit.getSourceFile().toUri());
    SourceVisitor visitor = new SourceVisitor(unit, trees);
    visitor.scan(unit, null);
    return new SourceFile(
        root.relativize(path),
        String.valueOf(unit.getPackageName()),
        visitor.types(),
        visitor.methods(),
        visitor.mentions(),
        visitor.literals(),
        LineCount.of(Files.readString(path)));
  }
}
