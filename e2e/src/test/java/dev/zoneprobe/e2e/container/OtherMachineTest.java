// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a build for another architecture says before it touches anything. The build itself takes
/// ten minutes and an emulator: docs/images.md.
final class OtherMachineTest {
  @TempDir private Path folder = Path.of("");

  OtherMachineTest() {}

  @Test
  void namesTheArchitecturesThatThereAre() throws Exception {
    assertThat(said("mips", folder))
        .isEqualTo("image: no image for mips: native, amd64 or arm64\n");
  }

  @Test
  void asksForTheFilesOfTheOtherMachine() throws Exception {
    assertThat(said(otherMachine(), folder))
        .startsWith("image: no JDK for ")
        .endsWith("see image/sysroot\n");
  }

  @Test
  void asksForTheEmulator() throws Exception {
    Files.createDirectories(folder.resolve("usr/lib/jvm/java-25/jmods"));

    assertThat(said(otherMachine(), folder))
        .startsWith("image: no qemu-")
        .endsWith("(package qemu-user-static)\n");
  }

  private static String otherMachine() {
    return System.getProperty("os.arch").equals("aarch64") ? "amd64" : "arm64";
  }

  /// Both streams of a build for `architecture`, which has to fail. There is no emulator for it.
  private String said(String architecture, Path sysroot) throws IOException, InterruptedException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "uname", "realpath", "ls")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
    ProcessBuilder build =
        new ProcessBuilder(
            "/usr/bin/bash",
            Repository.root().resolve("image/build").toString(),
            "0",
            "0",
            architecture,
            sysroot.toString());
    build.environment().put("PATH", tools.toString());
    build.redirectErrorStream(true);
    Process process = build.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    return output;
  }
}
