// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The memory of a running JVM. Thread-safe.
///
/// @param pid its process identifier
public record ProcessMemory(long pid) {
  private static final Pattern INSTANCES_AND_BYTES = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  /// Bytes of all objects on its heap that are still referred to, after a full garbage collection.
  public long liveHeapBytes() throws IOException, InterruptedException {
    var total = INSTANCES_AND_BYTES.matcher(ask("GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("no total in the histogram of process " + pid);
    }
    return Long.parseLong(total.group(1));
  }

  private String ask(String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, String.valueOf(pid), command).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %s: %s".formatted(command, answer));
    }
    return answer;
  }

  /// Its resident memory in bytes (`VmRSS` in proc(5)).
  public long residentBytes() throws IOException {
    return status("VmRSS:");
  }

  /// That part of it that is no pages of files, and that the kernel cannot take back (`RssAnon`).
  public long anonymousBytes() throws IOException {
    return status("RssAnon:");
  }

  private long status(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
