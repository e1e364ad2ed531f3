// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HelpTest {
  @Test
  void theHelpTellsEveryFault() {
    try (JavaProgram demo = JavaProgram.demo("--help")) {
      assertThat(demo.awaitExit()).isZero();
      assertThat(demo.output().replaceAll("\\s+", " "))
          .contains(
              Stream.of(Fault.values())
                  .map(fault -> fault.label() + ": " + fault.description())
                  .toList());
    }
  }

  @Test
  void theScriptPrintsTheSameWithoutTheProgram() throws IOException {
    try (JavaProgram demo = JavaProgram.demo("--help")) {
      assertThat(demo.awaitExit()).isZero();
      assertThat(Repository.root().resolve("e2e/help/demo.txt")).hasContent(demo.output());
    }
  }

  @Test
  void aFaultThatDoesNotExistIsRefused() {
    try (JavaProgram demo = JavaProgram.demo("--fault", "earthquake")) {
      assertThat(demo.awaitExit()).isEqualTo(2);
      assertThat(demo.output()).contains("no fault is called 'earthquake'");
    }
  }
}
