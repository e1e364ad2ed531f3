// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class SettingsFileTest {
  /// Something of each kind that a settings file can hold.
  private record Settings(
      String name, boolean on, int port, Duration interval, long backlog, List<Target> targets) {
    static Settings read(Section top) {
      Section node = top.section("node");
      return new Settings(
          node.text("name", "host"),
          node.flag("on", false),
          node.integer("port", 80, Range.PORT),
          top.duration(
              "interval",
              Duration.ofSeconds(10),
              new Range<>(Duration.ofMillis(1), Duration.ofHours(1))),
          top.bytes("backlog", 8L << 20, new Range<>(0L, 1L << 30)),
          top.sections("targets").stream().map(Target::read).toList());
    }
  }

  private record Target(String name, List<Integer> status, Optional<Pattern> body) {
    static Target read(Section section) {
      return new Target(
          section.required("name", text -> text).orElse("?"),
          section.each("status", "200", Integer::valueOf),
          section.optional("body", Pattern::compile));
    }
  }

  @TempDir private Path folder;

  @Test
  void readsEveryKindOfValue() throws Exception {
    Settings settings =
        read(
            """
            node: {name: "null", on: true, port: 0}
            interval: 5m
            backlog: 1KiB
            targets:
              - name: a
                status: [200, 204]
              - {name: b, status: []}
            """);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                "null",
                true,
                0,
                Duration.ofMinutes(5),
                1_024,
                List.of(
                    new Target("a", List.of(200, 204), Optional.empty()),
                    new Target("b", List.of(), Optional.empty()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing\n",
        "---\n",
        "~",
        "null",
        "node:",
        "node: ~\ntargets: null",
        "\uFEFF"
      })
  void takesTheDefaultsForWhatIsAbsentOrNull(String text) throws Exception {
    assertThat(read(text))
        .isEqualTo(new Settings("host", false, 80, Duration.ofSeconds(10), 8L << 20, List.of()));
  }

  @Test
  void followsAliases() throws Exception {
    Settings settings = read("targets:\n  - &a {name: a, status: &s [1]}\n  - *a\n");

    assertThat(settings.targets().getFirst()).isEqualTo(settings.targets().getLast());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("nod:\n  name: a", "1: nod: unknown key (known: backlog, interval, node, targets)"),
        mistake("node:\n  name: a\n  nam: b", "3: node.nam: unknown key (known: name, on, port)"),
        mistake("node:\n  name: a\n  name: b", "3: node.name: given twice"),
        mistake("node:\n  - a", "1: node: expected keys and values"),
        mistake("\nnode: a", "2: node: \"a\": expected keys and values"),
        mistake("targets:\n  name: a", "1: targets: expected a list"),
        mistake("targets:\n  - a", "2: targets[0]: \"a\": expected keys and values"),
        mistake("targets:\n  -\n", "2: targets[0]: expected keys and values"),
        mistake("targets:\n  - status: [1]", "2: targets[0].name: is missing"),
        mistake("interval:\n  a: b", "1: interval: expected a single value"),
        mistake("interval: [1s]", "1: interval: expected a single value"),
        mistake(
            "interval: fast", "1: interval: \"fast\": not a duration such as 250ms, 10s, 5m or 1h"),
        mistake("interval: 2h", "1: interval: \"2h\": not between 1ms and 1h"),
        mistake("interval: 999999999999999h", "1: interval: \"999999999999999h\": too large"),
        mistake("backlog: 2GiB", "1: backlog: \"2GiB\": not between 0B and 1GiB"),
        mistake("node: {port: 65536}", "1: node.port: \"65536\": not between 0 and 65535"),
        mistake("node:\n  port: 8e3", "2: node.port: \"8e3\": not a whole number"),
        mistake("node: {on: yes}", "1: node.on: \"yes\": neither true nor false"),
        mistake(
            "targets:\n  - {name: a}\n  - name: b\n    status:\n      - 1\n      - ~",
            "6: targets[1].status[1]: expected a single value"),
        mistake("x: &x {name: a}", "1: x: unknown key (known: backlog, interval, node, targets)"),
        mistake("targets: &a\n  - name: a\n    status: *a", "2: targets[0].status[0]: expected"),
        mistake("node: &a\n  name: *a", "2: node.name: expected a single value"),
        mistake("node: &a\n  <<: *a", "2: node.<<: unknown key (known: name, on, port)"),
        mistake("a", "1: expected keys and values at the top"),
        mistake("- a", "1: expected keys and values at the top"));
  }

  static Stream<Arguments> notYaml() {
    return Stream.of(
        mistake("node:\n\tname: a", "2: not valid YAML: found character '\\t(TAB)'"),
        mistake("node: {}\n---\nnode: {}", "2: not valid YAML: but found another document"),
        mistake("node: {name: a\n", "2: not valid YAML: "),
        mistake("node: *nobody", "1: not valid YAML: found undefined alias nobody"),
        mistake("node:\n  name: a\n  on: \0", "3: not valid YAML: contains a control character"),
        mistake("\n" + "[".repeat(200_000), "2: nested more than 16 levels deep"),
        mistake("- ".repeat(200_000), "1: nested more than 16 levels deep"),
        mistake("{a: ".repeat(100_000), "1: nested more than 16 levels deep"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource({"mistakes", "notYaml"})
  void namesLineKeyAndProblem(String text, String line) {
    InvalidSettingsException refusal = refusal(text);

    assertThat(refusal.mistakes()).hasSize(1);
    assertThat(refusal).message().startsWith("agent.yaml:" + line).hasLineCount(1);
  }

  @Test
  void namesNoLineWhereTheParserTellsNone() {
    assertThat(refusal("\n? [a]\n: b"))
        .message()
        .startsWith("agent.yaml: not valid YAML: ")
        .hasLineCount(1);
  }

  @Test
  void findsAllMistakesAtOnceInTheOrderOfTheirLines() {
    InvalidSettingsException refusal =
        refusal("nod: 1\ntargets:\n  - status: [x]\nbacklog: 1\ninterval: 1\n");

    assertThat(refusal.mistakes())
        .extracting(mistake -> mistake.line().orElseThrow())
        .containsExactly(1, 3, 3, 4, 5);
    assertThat(refusal.mistakes())
        .extracting(Mistake::key)
        .containsExactly("nod", "targets[0].name", "targets[0].status[0]", "backlog", "interval");
  }

  @Test
  void aLongProblemOfSeveralLinesBecomesOneLine() {
    InvalidSettingsException refusal = refusal("targets:\n  - {name: a, body: \"[\"}");

    assertThat(refusal).hasMessageStartingWith("agent.yaml:2: targets[0].body: \"[\": Unclosed");
    assertThat(refusal).message().hasLineCount(1);
  }

  @Test
  void aSectionMayBeAskedForTwice() throws Exception {
    String names =
        SettingsFile.parse(
            "agent.yaml",
            "node: {name: a, zone: b}",
            top -> top.section("node").text("name", "") + top.section("node").text("zone", ""));

    assertThat(names).isEqualTo("ab");
  }

  @Test
  void aReaderCanNoteWhatOnlyItKnows() {
    InvalidSettingsException refusal =
        refusal(
            "node:\n  name: a\n",
            top -> {
              top.section("node").text("name", "");
              top.section("node").mistake("name", "taken");
              top.section("node").mistake("zone", "and this is not even there");
            });

    assertThat(refusal)
        .hasMessage(
            "agent.yaml:1: node.zone: and this is not even there\n"
                + "agent.yaml:2: node.name: \"a\": taken");
  }

  @Test
  void knowsAKeyThatAReaderOnlyLooksFor() {
    assertThat(refusal("x: 1", top -> assertThat(top.has("node")).isFalse()))
        .hasMessage("agent.yaml:1: x: unknown key (known: node)");
  }

  @ParameterizedTest
  @CsvSource({
    "ports: new, ports: \"new\": expected a list",
    "ports: {a: 1}, ports: expected a list",
    "ports: [], ports: is empty",
    "ports: [new], ports[0]: \"new\": For input string: \"new\"",
  })
  void namesAMistakeInAListOnce(String text, String problem) {
    assertThat(refusal(text, top -> top.some("ports", "80", Integer::valueOf)))
        .hasMessage("agent.yaml:1: " + problem);
  }

  @Test
  void tellsEveryKeyWithItsDefault() throws Exception {
    assertThat(SettingsFile.keysAskedFor("targets: [{name: a}]", Settings::read))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "node.name", "host",
                "node.on", "false",
                "node.port", "80",
                "interval", "10s",
                "backlog", "8MiB",
                "targets[].name", "required",
                "targets[].status", "[200]",
                "targets[].body", ""));
  }

  @Test
  void readsAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("agent.yaml"), "node: {name: Zürich}");

    assertThat(SettingsFile.read(file, Settings::read).name()).isEqualTo("Zürich");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = folder.resolve("agent.yaml");

    assertThat(refusal(file)).hasMessage(file + ": no such file");
  }

  @Test
  void namesAFileAsItWasGiven() throws Exception {
    Path file = Files.writeString(folder.resolve("agent.yaml"), "\nnodes: 1\n");
    Path relative = Path.of("").toAbsolutePath().relativize(file);

    assertThat(refusal(file)).hasMessageStartingWith(file + ":2: nodes: unknown key");
    assertThat(refusal(relative)).hasMessageStartingWith(relative + ":2: nodes: unknown key");
    assertThat(refusal(Path.of("none.yaml"))).hasMessage("none.yaml: no such file");
  }

  @Test
  void refusesAFolder() {
    assertThat(refusal(folder)).hasMessageContaining("cannot be read: ");
    assertThat(refusal(Path.of("/"))).hasMessageContaining("cannot be read: ");
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws Exception {
    Path file = Files.write(folder.resolve("agent.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

    assertThat(refusal(file)).hasMessage(file + ": not UTF-8 text");
  }

  @Test
  void reads1MiBAndNoMore() throws Exception {
    byte[] text = "#".repeat(1 << 20).getBytes(UTF_8);
    Path largest = Files.write(folder.resolve("largest.yaml"), text);
    Path larger =
        Files.write(folder.resolve("larger.yaml"), (new String(text, UTF_8) + "#").getBytes(UTF_8));

    assertThat(SettingsFile.read(largest, Settings::read).name()).isEqualTo("host");
    assertThat(refusal(larger)).hasMessage(larger + ": larger than 1 MiB");
  }

  @Test
  void doesNotReadADeviceWithoutEnd() {
    assertThat(refusal(Path.of("/dev/zero"))).hasMessage("/dev/zero: larger than 1 MiB");
  }

  private static Arguments mistake(String text, String line) {
    return Arguments.of(text, line);
  }

  private static Settings read(String text) throws InvalidSettingsException {
    return SettingsFile.parse("agent.yaml", text, Settings::read);
  }

  private static InvalidSettingsException refusal(String text) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> read(text));
  }

  private static InvalidSettingsException refusal(String text, Consumer<Section> reader) {
    return catchThrowableOfType(
        InvalidSettingsException.class,
        () ->
            SettingsFile.parse(
                "agent.yaml",
                text,
                top -> {
                  reader.accept(top);
                  return "";
                }));
  }

  private static InvalidSettingsException refusal(Path file) {
    return catchThrowableOfType(
        InvalidSettingsException.class, () -> SettingsFile.read(file, Settings::read));
  }
}
