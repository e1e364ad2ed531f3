// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Where figures come from, so that nobody compares what cannot be compared: commit, processor,
/// kernel, JVM.
record Surroundings(String commit, String processor, int cores, String kernel, String jvm) {
  private static final String UNKNOWN = "unknown";

  /// Those of the checkout at `root`, on this machine.
  static Surroundings of(Path root) throws InterruptedException {
    return new Surroundings(
        commitOf(root),
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.version")));
  }

  private static String commitOf(Path root) throws InterruptedException {
    return output(root, "git", "describe", "--always", "--dirty", "--abbrev=12");
  }

  private static String output(Path root, String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).directory(root.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && !output.isEmpty() ? output : UNKNOWN;
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  private static String processorName() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  @Override
  public String toString() {
    return "commit %s, %d cores of %s, Linux %s, %s"
        .formatted(commit, cores, processor, kernel, jvm);
  }
}
