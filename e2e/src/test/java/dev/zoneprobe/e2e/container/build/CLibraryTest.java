// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.dashboard.Run;
import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An image has the C library of the machine that builds it, whichever that is.
final class CLibraryTest {
  private static final String LIBRARIES = "lib/machine";

  @TempDir private Path folder = Path.of("");

  private Path machine = Path.of("");
  private Path root = Path.of("");

  CLibraryTest() {}

  @BeforeEach
  void makeAMachine() throws IOException {
    machine = Files.createDirectories(folder.resolve("machine").resolve(LIBRARIES));
    Files.writeString(machine.resolve("libc.so.6"), "the C library");
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("bin"));
    Files.writeString(root.resolve("bin/java"), "");
  }

  /// Such as Debian 11 and RHEL 8. Debian's files are links.
  @Test
  void anOldOneBringsWhatItLoadsToLookNamesUp() throws IOException {
    for (String name : List.of("libnss_files", "libnss_dns", "libresolv")) {
      Path file = Files.writeString(machine.resolve(name + "-2.31.so"), name);
      Files.createSymbolicLink(machine.resolve(name + ".so.2"), file.getFileName());
    }

    copyLibraries();

    Path copied = root.resolve(LIBRARIES);
    assertThat(copied.resolve("libc.so.6")).hasContent("the C library");
    assertThat(copied.resolve("libnss_files.so.2")).isRegularFile().hasContent("libnss_files");
    assertThat(copied.resolve("libnss_dns.so.2")).isRegularFile().hasContent("libnss_dns");
    assertThat(copied.resolve("libresolv.so.2")).isRegularFile().hasContent("libresolv");
  }

  @Test
  void oneThatHasItAllInItselfIsEnough() throws IOException {
    copyLibraries();

    assertThat(root.resolve(LIBRARIES)).isDirectoryContaining("glob:**libc.so.6");
  }

  private void copyLibraries() {
    String script =
        """
        set -euo pipefail
        . image/machine.sh
        . image/root.sh
        sysroot=%1$s
        linked() { echo "libc.so.6 => %2$s/libc.so.6 (0x7f00)"; }
        copy_libraries %3$s
        """
            .formatted(folder.resolve("machine"), machine, root);
    Run run = Run.of(Repository.root(), List.of("bash", "-c", script));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void muslIsRefusedInOneLine() throws Exception {
    ImageBuild build = ImageBuild.in(folder);
    build.install("ldd", "echo '/lib/ld-musl-x86_64.so.1 (0x7f00)'\n");
    Path jdk = folder.resolve("jdk");
    ImageBuild.executable(jdk.resolve("bin/javac"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");

    assertThat(build.said(Map.of("JAVA_HOME", jdk.toString()), "native", folder))
        .isEqualTo(
            "image: this machine's C library is musl, images take one with glibc, such as"
                + " Debian\n");
  }
}
