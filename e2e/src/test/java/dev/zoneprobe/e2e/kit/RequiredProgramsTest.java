// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequiredProgramsTest {
  @Test
  void runsTheTestWhenEverythingIsThere() {
    RequiredPrograms programs = new RequiredPrograms(true);

    assertThat(programs.decide(List.of()).isDisabled()).isFalse();
  }

  @Test
  void skipsTheTestOnAMachineWithoutTheProgram() {
    RequiredPrograms programs = new RequiredPrograms(false);

    assertThat(programs.decide(List.of(Program.NGINX)).isDisabled()).isTrue();
  }

  @Test
  void failsTheTestWhereNothingMayBeSkipped() {
    RequiredPrograms programs = new RequiredPrograms(true);

    assertThatThrownBy(() -> programs.decide(List.of(Program.NGINX)))
        .hasMessage("nginx is not installed (Debian package nginx)");
  }

  @Test
  void skipsTheTestWhereNobodyCouldInstallTheProgramEither() {
    RequiredPrograms programs = new RequiredPrograms(true);

    assertThat(programs.decide(List.of(Program.TERRAFORM)).getReason())
        .contains("terraform is not installed (no Debian package has it)");
  }

  @Test
  void failsTheTestIfItLacksSomethingElseToo() {
    RequiredPrograms programs = new RequiredPrograms(true);

    assertThatThrownBy(() -> programs.decide(List.of(Program.TERRAFORM, Program.NGINX)))
        .hasMessageContaining("nginx is not installed");
  }

  @Test
  void theCheckTellsSuchTestsApartByTheirReason() throws IOException {
    assertThat(Files.readString(Repository.root().resolve("check")))
        .contains("<skipped [^>]*" + Program.NOT_TO_BE_HAD);
  }
}
