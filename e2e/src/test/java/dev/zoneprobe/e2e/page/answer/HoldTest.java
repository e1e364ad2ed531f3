// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is held stays as it is, whatever clock the reader has and whoever reports later.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class HoldTest {
  private static final String CELL = "table.matrix td.fine a";
  private static final String LAST_BUTTON =
      "[...document.querySelectorAll('.time a')].at(-1).click()";

  private final Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  @Test
  void keepsTheMinutesThatAreOver() throws InterruptedException {
    try (Stage stage = new Stage(minute.minusSeconds(30), "");
        Browser browser = new Browser()) {
      report(stage);
      stage.advance(Duration.ofSeconds(50));
      report(stage);
      browser.visit(stage.page(""));
      browser.await(CELL);

      browser.run("const now = Date.now; Date.now = () => now() - 600_000");
      browser.choose("quantile", "0.5");
      browser.await("h1", "median");
      browser.run(LAST_BUTTON);
      browser.await(".fresh.held");

      assertThat(browser.address())
          .contains("until=" + URLEncoder.encode(minute.toString(), StandardCharsets.UTF_8));
      String held = cell(browser);
      assertThat(held).contains("of 400 samples");
      report(stage);
      browser.visit(URI.create(browser.address()));
      assertThat(cell(browser)).isEqualTo(held);
    }
  }

  @Test
  void goingLaterEndsInThePresent() throws InterruptedException {
    try (Stage stage = new Stage(minute.plusSeconds(20), "");
        Browser browser = new Browser()) {
      report(stage);
      browser.visit(stage.page("?until=" + minute.minusSeconds(420)));
      browser.await(".fresh.held");

      browser.run(LAST_BUTTON);
      browser.await(".span", clock(minute.minusSeconds(120)));
      browser.run(LAST_BUTTON);

      browser.await(".fresh.good");
      assertThat(browser.address()).doesNotContain("until");
    }
  }

  private static String clock(Instant moment) {
    return moment.toString().substring(11, 16);
  }

  private static String cell(Browser browser) {
    browser.await(CELL);
    return browser.attribute(CELL, "aria-label");
  }

  private static void report(Stage stage) throws InterruptedException {
    stage.report(
        "node-a", "zone-a", List.of(Way.toZone("zone-b", 400, 900, 0).reported(stage.now())));
  }
}
