// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A collector that was started again shows what there was before, and says what it has not got.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestartTest {
  private static final Duration PAUSE = Duration.ofMinutes(2);
  private static final Way BEFORE = Way.toZone("zone-b", 600, 2_000, 0);
  private static final Way AFTER = Way.toZone("zone-b", 400, 2_000, 8);

  private final TemporaryFolder folder = TemporaryFolder.create("page");
  private final Browser browser = new Browser();

  /// Two minutes before the restart, at the end of a minute; the present is a minute after it.
  private final Instant begin =
      Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(5)).plusSeconds(30);

  private final Stage stage = Stage.keeping(folder.path(), begin, "");

  RestartTest() throws Exception {
    report(BEFORE);
    stage.advance(Duration.ofMinutes(1));
    stage.restart(PAUSE);
    stage.advance(Duration.ofMinutes(1));
    report(AFTER);
  }

  private void report(Way way) throws InterruptedException {
    stage.report("node-a", "zone-a", List.of(way.reported(stage.now())));
  }

  @AfterAll
  void stop() {
    browser.close();
    stage.close();
    folder.close();
  }

  @Test
  void thePercentileIsOfTheAttemptsBeforeAndAfterTogether() {
    browser.visit(stage.page("?window=15m"));
    browser.await("table.matrix td.fine");

    String cell = browser.attribute("table.matrix td.fine a", "aria-label");

    assertThat(cell)
        .contains("of 1,000 samples", "8 of 1,008 attempts failed")
        .contains("p99 %s".formatted(Shown.duration(BEFORE.and(AFTER).roundTrip(0.99))));
    standsUp("restarted");
  }

  @Test
  void theMinutesInBetweenAreSaidToHaveNoData() {
    browser.visit(stage.page("?view=pair&source_zone=zone-a&destination_zone=zone-b&window=5m"));
    browser.await(".heat zp-chart[data-drawn]");

    assertThat(
            browser.ask(
                """
                return [...document.querySelectorAll('.heat tbody tr')]
                  .map(row => row.cells[1].textContent).filter(samples => samples !== '0')
                """))
        .isEqualTo(List.of("600", "no data", "no data", "no data", "400"));
    standsUp("restarted-pair");
  }

  @Test
  void aNoticeSaysSinceWhenItRunsAndWhatItHasForgotten() {
    Instant started = begin.plus(Duration.ofMinutes(1)).plus(PAUSE);
    browser.visit(stage.page("?view=attempts"));

    browser.await("[role=status]", "The collector was started again at " + Shown.clock(started));
    assertThat(browser.text("[role=status]"))
        .contains("nodes and single attempts are known only since the start");
    assertThat(browser.texts("ol.attempts li")).hasSize(1);
    standsUp("restarted-attempts");
    browser.visit(stage.page("?view=nodes"));
    browser.await("main .span", "since " + Shown.clock(started));
    browser.visit(stage.page("?view=system"));
    browser.await(".tiles", "started 1 min ago");
    assertThat(browser.text(".tiles"))
        .contains("since " + Shown.clock(begin.truncatedTo(ChronoUnit.MINUTES)));
  }

  private void standsUp(String name) {
    browser.photograph(name);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.barriers()).isEmpty();
  }
}
