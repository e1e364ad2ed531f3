// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full backlog fits into the heap that `agent/jvm.options` give, and so does what a predecessor
/// left, even if that had more room.
class BacklogMemoryTest {
  private static final long USUAL_BYTES = 8 << 20;
  private static final long FULL = USUAL_BYTES * 9 / 10;

  @TempDir private Path directory;

  /// Runs [Outage] in a process of its own and returns the numbers that it ends with.
  private Map<String, Long> outage(List<String> options, String boot, long maxBytes, int cuts)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("@jvm.options");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Outage.class.getName()));
    command.addAll(
        List.of(directory.toString(), boot, Long.toString(maxBytes), Integer.toString(cuts)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return numbers(output);
  }

  private static Map<String, Long> numbers(String output) {
    Map<String, Long> numbers = new TreeMap<>();
    output
        .lines()
        .filter(line -> line.matches("\\w+=\\d+"))
        .map(line -> line.split("="))
        .forEach(number -> numbers.put(number[0], Long.valueOf(number[1])));
    return numbers;
  }

  @Test
  void anOutageFillsTheBacklogMergesAndIsInherited() throws Exception {
    Map<String, Long> first = outage(List.of(), "boot-1", USUAL_BYTES, 160);

    assertThat(first.get("bytes")).isBetween(FULL, USUAL_BYTES);
    assertThat(first.get("merges")).isPositive();
    assertThat(first).containsEntry("waiting", 160L);

    Map<String, Long> second = outage(List.of(), "boot-2", USUAL_BYTES, 40);

    assertThat(second).containsEntry("inherited", 160L).containsEntry("waiting", 200L);
    assertThat(second.get("bytes")).isBetween(FULL, USUAL_BYTES);
    assertThat(second.get("merges")).isPositive();
  }

  @Test
  void whatAPredecessorWithMoreRoomLeftIsMergedWhileItIsLoaded() throws Exception {
    Map<String, Long> roomy = outage(List.of("-Xmx256m"), "boot-1", 2 * USUAL_BYTES, 160);
    assertThat(roomy.get("bytes")).isGreaterThan(USUAL_BYTES * 13 / 10);

    Map<String, Long> cramped = outage(List.of(), "boot-2", USUAL_BYTES, 1);

    assertThat(cramped).containsEntry("inherited", 160L).containsEntry("waiting", 161L);
    assertThat(cramped.get("bytes")).isBetween(FULL, USUAL_BYTES);
  }
}
