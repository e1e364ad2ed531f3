// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

  /// There is no emulator for it.
  private String said(String architecture, Path sysroot) throws IOException, InterruptedException {
    return ImageBuild.in(folder).said(Map.of(), architecture, sysroot);
  }
}
