// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.source;

import static java.util.stream.Collectors.toMap;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One document of the repository.
///
/// @param path absolute
public record MarkdownFile(Path path, String text) {
  /// Stands for a default that is told in words, because it depends on something.
  public static final String DESCRIBED = "(described)";

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern INLINE_CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\|([^|]*)\\|");

  private static final Pattern SETTING = Pattern.compile("(?m)^\\| *`([^`]+)` *\\|([^|]*)\\|");

  /// Every document of the repository that the tests run in.
  public static List<MarkdownFile> all() throws IOException {
    Path root = Repository.root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !root.relativize(file).toString().matches("([^/]+/)?target/.*"))
          .sorted()
          .map(MarkdownFile::read)
          .toList();
    }
  }

  /// The document at a path relative to the root; an empty one if it does not exist.
  public static MarkdownFile at(String path) {
    Path file = Repository.root().resolve(path);
    return Files.exists(file) ? read(file) : new MarkdownFile(file, "");
  }

  private static MarkdownFile read(Path file) {
    try {
      return new MarkdownFile(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where its links lead, as it is written.
  public Stream<String> links() {
    return firstGroups(LINK, text);
  }

  /// What stands between backticks within a line.
  public Stream<String> inlineCode() {
    return firstGroups(INLINE_CODE, text);
  }

  /// What stands between backticks in the first column of its tables.
  public Stream<String> inlineCodeOfFirstCells() {
    return firstGroups(FIRST_CELL, text).flatMap(cell -> firstGroups(INLINE_CODE, cell));
  }

  /// What stands under a heading of the second level, up to the next one.
  public MarkdownFile section(String heading) {
    String[] parts = ("\n" + text).split("(?m)^## ", -1);
    String found =
        Stream.of(parts).filter(part -> part.startsWith(heading + "\n")).findFirst().orElse("");
    return new MarkdownFile(path, found);
  }

  /// The settings in its tables: the key in the first column, its default in the second, which is
  /// code, the word required, nothing, or [#DESCRIBED].
  public SortedMap<String, String> settings() {
    return SETTING
        .matcher(text)
        .results()
        .collect(
            toMap(row -> row.group(1), row -> defaultIn(row.group(2)), (a, _) -> a, TreeMap::new));
  }

  private static String defaultIn(String cell) {
    Matcher code = INLINE_CODE.matcher(cell.strip());
    if (code.matches()) {
      return code.group(1);
    }
    return cell.isBlank() || cell.strip().equals("required") ? cell.strip() : DESCRIBED;
  }

  private static Stream<String> firstGroups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MarkdownFile::firstGroup);
  }

  private static String firstGroup(MatchResult match) {
    return match.group(1);
  }
}
