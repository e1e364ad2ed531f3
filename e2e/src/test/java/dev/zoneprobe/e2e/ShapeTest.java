// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.source.SourceFile;
import dev.zoneprobe.e2e.source.SourceFile.DeclaredMethod;
import dev.zoneprobe.e2e.source.SourceFile.Located;
import dev.zoneprobe.e2e.source.SourceFile.Mention;
import dev.zoneprobe.e2e.source.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The budgets and bans that keep the code readable.
///
/// Medians and percentiles are of what is delivered; hard limits hold for tests and benchmarks too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShapeTest {
  private static final double COMMENT_LINES_PER_CODE_LINE = 0.08;
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(".*(Impl|Utils?|Helper|Manager|Handler|Processor|Data|Info)");
  private static final Pattern HOLDS_ANYTHING =
      Pattern.compile(".*\\.(utils?|helpers?|common|misc|impl)(\\..*)?");
  private static final Pattern OPEN_POINT = Pattern.compile(".*\\b(TODO|FIXME|XXX)\\b.*");
  private static final Pattern LOCAL_NUMBER = Pattern.compile("(?s).*%[-+0-9]*(\\.\\d+f|,d).*");
  private static final Pattern SLEEP = Pattern.compile("(.*\\.)?(Thread|[A-Z]+)\\.sleep");
  private static final Pattern PAUSE =
      Pattern.compile(
          "(.*\\.)?LockSupport\\.park\\w*|new CountDownLatch\\(1\\)\\.await|.*\\.pollDelay");
  private static final Pattern REPEAT =
      Pattern.compile(".*\\.(scheduleAtFixedRate|scheduleWithFixedDelay)");
  private static final Pattern CONSOLE = Pattern.compile("(java\\.lang\\.)?System\\.(out|err)");

  private final SourceTree all = SourceTree.read();
  private final SourceTree production = all.production();

  ShapeTest() throws IOException {}

  @Test
  void filesAreShort() {
    List<Integer> lines = sorted(files(production).map(file -> file.lines().total()));

    assertThat(quantile(lines, 0.5)).as("median lines of a file").isLessThanOrEqualTo(100);
    assertThat(quantile(lines, 0.9)).as("90th percentile of lines").isLessThanOrEqualTo(250);
    assertThat(files(all).filter(file -> file.lines().total() > 400).map(SourceFile::path))
        .isEmpty();
  }

  @Test
  void methodsAreShort() {
    List<Integer> lines =
        sorted(
            files(production)
                .flatMap(file -> file.methods().stream())
                .map(DeclaredMethod::bodyLines));

    assertThat(quantile(lines, 0.9)).as("90th percentile of lines").isLessThanOrEqualTo(20);
    assertThat(places(all, SourceFile::methods, method -> method.bodyLines() > 50)).isEmpty();
  }

  @Test
  void methodsTakeAtMostFiveParameters() {
    assertThat(places(all, SourceFile::methods, method -> method.parameters() > 5)).isEmpty();
  }

  @Test
  void recordsHaveAtMostEightComponents() {
    assertThat(places(all, SourceFile::types, type -> type.components() > 8)).isEmpty();
  }

  @Test
  void packagesHoldAtMostTenFiles() {
    Map<Path, Long> sizes =
        files(all)
            .filter(file -> !file.isPackageInfo())
            .collect(Collectors.groupingBy(SourceFile::folder, Collectors.counting()));

    assertThat(sizes.entrySet()).filteredOn(size -> size.getValue() > 10).isEmpty();
  }

  @Test
  void everyPackageSaysWhatLivesThereAndRefusesNulls() {
    List<String> described =
        files(all)
            .filter(file -> file.isPackageInfo() && file.lines().documentation() > 0)
            .filter(file -> file.mentions().stream().anyMatch(m -> m.name().equals("@NullMarked")))
            .map(SourceFile::packageName)
            .toList();

    assertThat(files(all).map(SourceFile::packageName)).isSubsetOf(described);
  }

  @Test
  void publicTypesAreDocumented() {
    assertThat(places(production, SourceFile::types, type -> type.isPublic() && !type.documented()))
        .isEmpty();
  }

  @Test
  void nobodyInheritsForReuse() {
    assertThat(places(production, SourceFile::types, type -> !type.closed())).isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(places(all, SourceFile::types, type -> SAYS_NOTHING.matcher(type.name()).matches()))
        .isEmpty();
    assertThat(files(all).map(SourceFile::packageName))
        .noneMatch(name -> HOLDS_ANYTHING.matcher(name).matches());
  }

  @Test
  void nobodyReadsTheClockButNanoClock() {
    Predicate<Mention> reading = mention -> mention.name().endsWith("System.nanoTime");

    assertThat(places(all, SourceFile::mentions, reading))
        .singleElement()
        .asString()
        .contains("/NanoClock.java:");
  }

  @Test
  void nobodyWritesNumbersInTheLanguageOfTheMachine() {
    Predicate<String> isLocal = LOCAL_NUMBER.asMatchPredicate();
    Predicate<Mention> choosing = mention -> mention.name().endsWith("Locale.ROOT");

    assertThat(
            files(all)
                .filter(file -> file.path().toString().contains("/src/main/"))
                .filter(file -> file.literals().stream().anyMatch(isLocal))
                .filter(file -> file.mentions().stream().noneMatch(choosing))
                .map(SourceFile::path))
        .isEmpty();
  }

  @Test
  void nobodyPrintsButCommands() {
    SourceTree others = production.without(ShapeTest::isCommand);

    assertThat(places(others, SourceFile::mentions, m -> CONSOLE.matcher(m.name()).matches()))
        .isEmpty();
  }

  private static boolean isCommand(SourceFile file) {
    return file.types().stream()
        .anyMatch(type -> type.name().equals("Main") || type.annotations().contains("Command"));
  }

  @Test
  void nobodySleeps() {
    assertThat(
            places(all, SourceFile::mentions, mention -> SLEEP.matcher(mention.name()).matches()))
        .isEmpty();
  }

  @Test
  void testsLetTimePassInOneWay() {
    SourceTree tests =
        all.without(file -> !file.path().getName(2).toString().equals("test"))
            .without(file -> file.path().endsWith("RealTime.java"));

    assertThat(places(tests, SourceFile::mentions, m -> PAUSE.matcher(m.name()).matches()))
        .isEmpty();
  }

  @Test
  void whatIsRepeatedOutlivesItsFailures() {
    assertThat(places(production, SourceFile::mentions, m -> REPEAT.matcher(m.name()).matches()))
        .isNotEmpty()
        .allSatisfy(place -> assertThat(place).contains("/EnduringTask.java:"));
  }

  @Test
  void nothingIsStaticAndChanges() {
    assertThat(places(all, SourceFile::mentions, mention -> mention.name().startsWith("static ")))
        .isEmpty();
  }

  @Test
  void nothingIsLeftToDo() {
    assertThat(
            places(
                all,
                file -> file.lines().comments(),
                comment -> OPEN_POINT.matcher(comment.name()).matches()))
        .isEmpty();
  }

  @Test
  void commentsInCodeAreRare() {
    double comments = files(production).mapToInt(file -> file.lines().comments().size()).sum();
    double code = files(production).mapToInt(file -> file.lines().code()).sum();

    assertThat(comments / code).isLessThanOrEqualTo(COMMENT_LINES_PER_CODE_LINE);
  }

  private static Stream<SourceFile> files(SourceTree tree) {
    return tree.files().stream();
  }

  /// Where in the files something is that breaks a rule, one line each.
  private static <L extends Located> List<String> places(
      SourceTree tree, Function<SourceFile, List<L>> parts, Predicate<L> breaksTheRule) {
    return files(tree)
        .flatMap(file ->
            parts.apply(file).stream()
                .filter(breaksTheRule)
                .map(part -> file.path() + ":" + part.line() + ": " + part.name()))
        .toList();
  }

  private static List<Integer> sorted(Stream<Integer> numbers) {
    return numbers.sorted().toList();
  }

  private static int quantile(List<Integer> sorted, double q) {
    return sorted.get((int) Math.ceil(q * sorted.size()) - 1);
  }
}
