// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import dev.zoneprobe.e2e.page.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// When something is missing the page says what, and since when.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MissingTest {
  private final Browser browser = new Browser();

  @AfterAll
  void stop() {
    browser.close();
  }

  @Test
  void aCollectorThatJustStartedSaysThatNobodyReportedYet() {
    try (Stage stage = new Stage(Instant.now(), "")) {
      browser.visit(stage.page(""));

      browser.await("[role=status]", "No agent has reported to this collector since it started");
      browser.await(".empty", "No data in this window");
      browser.photograph("no-data");
      assertThat(browser.barriers()).isEmpty();
      browser.visit(stage.page("?window=1d"));
      browser.await("[role=status]", "History begins at");
      browser.visit(stage.page("?view=system"));
      browser.await(".tiles", "a restart forgets everything");
      browser.visit(stage.page("?view=targets"));
      browser.await(".empty", "No data in this window");
      browser.visit(stage.page("?view=attempts"));
      browser.await(".empty", "No attempt matches");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void agentsThatFellSilentAreNamedWithTheMoment() throws InterruptedException {
    try (Scene scene = new Scene("")) {
      scene.silence(Duration.ofMinutes(2));
      browser.visit(scene.page(""));

      browser.await(
          "[role=status]", "3 of 3 agents are silent, node-zone-a (zone-a) for 2 min, since");
      browser.await("table.matrix .mark", "silent");
      browser.click("[role=status] a");
      browser.await(".agents tbody", "silent since");
      browser.photograph("silent");
    }
  }

  @Test
  void anAgentThatReportsSeldomIsNotSilentBetweenItsReports() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      stage.report("node-often", "zone-a", Duration.ofSeconds(10));
      stage.report("node-seldom", "zone-b", Duration.ofMinutes(5));
      stage.advance(Duration.ofMinutes(9));

      browser.visit(stage.page("?view=system"));

      browser.await("[role=status]", "1 of 2 agents are silent, node-often (zone-a)");
      assertThat(browser.texts(".agents tbody tr.outlier")).hasSize(1);
      browser.visit(stage.page("?view=nodes"));
      browser.await("[role=status]", "1 of 2 agents are silent");
    }
  }

  @Test
  void whenTheCollectorIsGoneTheLastNumbersStayAndAreCalledOld() throws InterruptedException {
    Scene scene = new Scene("");
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");
    String shown = browser.text("table.matrix");

    scene.close();

    browser.await("[role=status]", "The collector does not answer since");
    browser.await("[role=status]", "What you see is old");
    browser.await(".fresh.bad", "old");
    assertThat(browser.text("table.matrix")).isEqualTo(shown);
    browser.photograph("unreachable");
    browser.complaints();
  }
}
