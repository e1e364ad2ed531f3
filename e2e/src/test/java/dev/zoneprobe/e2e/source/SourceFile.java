// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.source;

import java.nio.file.Path;
import java.util.List;

/// One Java file.
///
/// @param path relative to the root of the repository
/// @param mentions dotted names as they are written, such as `System.out` or `Thread.sleep`; each
///   `lock Type.field` that is taken or guards something (`lock Type` if it is the object itself);
///   each `thread name` that is given to a thread or, up to its number, to many
/// @param literals the values of its string literals
public record SourceFile(
    Path path,
    String packageName,
    List<DeclaredType> types,
    List<DeclaredMethod> methods,
    List<Mention> mentions,
    List<String> literals,
    Lines lines) {

  /// Whether it is part of what is delivered; otherwise it is a test or a benchmark.
  public boolean isProduction() {
    return path.getName(2).toString().equals("main") && !path.startsWith("benchmarks");
  }

  /// Whether it describes its package and holds nothing else.
  public boolean isPackageInfo() {
    return path.endsWith("package-info.java");
  }

  /// The folder that it lies in, relative to the root of the repository.
  public Path folder() {
    return path.subpath(0, path.getNameCount() - 1);
  }

  /// Something with a name and a line, counted from 1.
  public sealed interface Located {
    String name();

    int line();
  }

  /// A class, record, enum or interface.
  ///
  /// @param documented whether a documentation comment stands before it
  /// @param closed whether nobody can extend it who is not named: final, sealed, record, enum
  /// @param annotations their simple names
  public record DeclaredType(
      String name,
      int line,
      boolean isPublic,
      boolean documented,
      boolean closed,
      int components,
      List<String> annotations)
      implements Located {}

  /// A method or constructor with a body.
  ///
  /// @param parameters how many it takes; none for a record's constructor, see components
  /// @param bodyLines from its opening brace to its closing one, both included
  public record DeclaredMethod(String name, int line, int parameters, int bodyLines)
      implements Located {}

  /// A dotted name in the code, or a line of a comment.
  public record Mention(String name, int line) implements Located {}

  /// What its lines hold. A line that holds code and a comment counts as both.
  ///
  /// @param comments comments that are no documentation, the licence header left out
  public record Lines(int total, int code, int documentation, List<Mention> comments) {}
}
