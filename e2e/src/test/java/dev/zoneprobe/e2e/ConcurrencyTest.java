// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.source.MarkdownFile;
import dev.zoneprobe.e2e.source.SourceFile.Mention;
import dev.zoneprobe.e2e.source.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The architecture's tables of threads and locks name each that there is, and no other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConcurrencyTest {
  private static final Pattern NUMBER = Pattern.compile("-?…?$");
  private static final Pattern BRANCH = Pattern.compile("^[│ ]*[├└]─ ([A-Z][\\w.]*)");

  private final MarkdownFile architecture = MarkdownFile.at("ARCHITECTURE.md");
  private final SourceTree production = SourceTree.read().production();

  ConcurrencyTest() throws IOException {}

  @Test
  void everyThreadOfTheAgentIsListed() {
    assertThat(listedThreads("Threads of the agent")).isEqualTo(threads("wire", "agent"));
  }

  @Test
  void everyThreadOfTheCollectorIsListed() {
    assertThat(listedThreads("Threads of the collector")).isEqualTo(threads("wire", "collector"));
  }

  private SortedSet<String> threads(String... modules) {
    return sorted(mentions("thread ", modules).map(name -> NUMBER.matcher(name).replaceFirst("")));
  }

  private SortedSet<String> listedThreads(String section) {
    return sorted(
        architecture
            .section(section)
            .inlineCodeOfFirstCells()
            .filter(name -> name.startsWith("zoneprobe-"))
            .map(name -> NUMBER.matcher(name).replaceFirst("")));
  }

  @Test
  void everyLockIsListed() {
    assertThat(sorted(architecture.section("Locks").inlineCodeOfFirstCells()))
        .isEqualTo(sorted(mentions("lock ", "wire", "agent", "collector")));
  }

  @Test
  void theOrderNamesLocksThatThereAre() {
    List<String> ordered =
        architecture
            .section("Locks")
            .text()
            .lines()
            .map(BRANCH::matcher)
            .filter(Matcher::find)
            .map(branch -> branch.group(1))
            .toList();

    assertThat(ordered).isNotEmpty().isSubsetOf(sorted(mentions("lock ", "agent", "collector")));
  }

  private Stream<String> mentions(String kind, String... modules) {
    return production.modules(modules).files().stream()
        .flatMap(file -> file.mentions().stream())
        .map(Mention::name)
        .filter(name -> name.startsWith(kind))
        .map(name -> name.substring(kind.length()));
  }

  private static SortedSet<String> sorted(Stream<String> names) {
    return names.collect(Collectors.toCollection(TreeSet::new));
  }
}
