// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JavaProgramTest {
  private static final int ENDED_BY_SIGTERM = 143;

  @Test
  void stopsAProgramThatWouldRunForEver() {
    String source =
        "void main() throws Exception { IO.println(\"up\"); Thread.currentThread().join(); }";
    try (JavaProgram program = run(source)) {
      program.awaitOutput("up");

      int exitCode = program.stop();

      assertThat(exitCode).isEqualTo(ENDED_BY_SIGTERM);
    }
  }

  @Test
  void reportsTheExitCodeOfAProgramThatEndsByItself() {
    try (JavaProgram program = run("void main() { System.exit(2); }")) {
      assertThat(program.awaitExit()).isEqualTo(2);
    }
  }

  @Test
  void showsWhatAProgramPrintedThatEndedTooEarly() {
    JavaProgram program = run("void main() { IO.println(\"cannot start\"); System.exit(1); }");

    assertThatThrownBy(() -> program.awaitOutput("ready"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("cannot start");
  }

  @Test
  void leavesNeitherProcessNorFolderBehind() {
    TemporaryFolder folder = TemporaryFolder.create("java-test");
    folder.write("Hello.java", "void main() throws Exception { Thread.currentThread().join(); }");
    JavaProgram program = JavaProgram.java(folder, List.of("Hello.java"));
    long pid = program.pid();

    program.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(folder.path()).doesNotExist();
  }

  private static JavaProgram run(String source) {
    TemporaryFolder folder = TemporaryFolder.create("java-test");
    folder.write("Hello.java", source);
    return JavaProgram.java(folder, List.of("Hello.java"));
  }
}
