// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `image/build` on a machine that has few programs, and so ends before it touches anything.
///
/// @param tools a folder with all the programs that there are
record ImageBuild(Path tools) {
  private static final List<String> NEEDED =
      List.of("dirname", "uname", "realpath", "ls", "sed", "readlink");

  /// One on a machine with nothing else, in a new folder below `folder`.
  static ImageBuild in(Path folder) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : NEEDED) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
    return new ImageBuild(tools);
  }

  /// Adds a program.
  void install(String name, String script) throws IOException {
    executable(tools.resolve(name), script);
  }

  static void executable(Path file, String script) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/usr/bin/bash\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// Both streams of a build, which has to fail.
  String said(Map<String, String> environment, String architecture, Path sysroot)
      throws IOException, InterruptedException {
    ProcessBuilder build =
        new ProcessBuilder(
            "/usr/bin/bash",
            Repository.root().resolve("image/build").toString(),
            "0",
            "0",
            architecture,
            sysroot.toString());
    build.environment().putAll(environment);
    build.environment().put("PATH", tools.toString());
    build.redirectErrorStream(true);
    Process process = build.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    return output;
  }
}
