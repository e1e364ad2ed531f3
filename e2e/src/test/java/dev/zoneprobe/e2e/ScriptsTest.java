// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts in the root, where there is nothing but bash: no JDK, and no other program either.
final class ScriptsTest {
  @TempDir private Path emptyFolder;

  private record Ended(int exitCode, List<String> printed, List<String> complained) {}

  private Ended run(String line) throws IOException {
    List<String> command = Stream.concat(Stream.of("bash"), Stream.of(line.split(" "))).toList();
    ProcessBuilder bash = new ProcessBuilder(command).directory(Repository.root().toFile());
    bash.environment().clear();
    bash.environment().put("PATH", emptyFolder.toString());
    Process process = bash.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String complained = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(
        process.onExit().join().exitValue(), printed.lines().toList(), complained.lines().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./demo --help",
        "./demo -h",
        "demo --seconds 5 --help",
        "./bench --help",
        "./bench load --help",
        "./bench load --zones=3 -h",
        "./check --help",
        "./check -h"
      })
  void helpNeedsNothing(String line) throws IOException {
    Ended ended = run(line);

    assertThat(ended.complained()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.printed().getFirst()).startsWith("Usage: ");
    assertThat(ended.printed()).anyMatch(option -> option.contains("--help "));
  }

  @ParameterizedTest
  @CsvSource({
    "./demo --sekonds 5, demo: unknown option: --sekonds; ./demo",
    "./demo --seconds 5 --every=1s --second=5, demo: unknown option: --second=5; ./demo",
    "./demo --phases yes, demo: unknown option: yes; ./demo",
    "./bench --zones 3, bench: unknown option: --zones; ./bench",
    "./bench lead, bench: unknown option: lead; ./bench",
    "./bench load --zones 3 --targets 5, bench load: unknown option: --targets; ./bench load",
    "./check --fast, check: unknown option: --fast; ./check",
    "./check fast slow, check: unknown option: slow; ./check"
  })
  void anUnknownOptionIsRefusedInOneLine(String line, String said) throws IOException {
    Ended ended = run(line);

    assertThat(ended.complained()).containsExactly(said + " --help lists those that there are");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.printed()).isEmpty();
  }

  /// That options are not refused which there are: the next thing that is missing is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "./demo --seconds 5 --phases --fault dns@1s+2s --every=1s -V",
        "./bench load --zones 3 --growth 1,2 --agents-on-a-connection 8 --version"
      })
  void aKnownOptionIsTaken(String line) throws IOException {
    assertThat(run(line).complained()).noneMatch(said -> said.contains("unknown option"));
  }
}
