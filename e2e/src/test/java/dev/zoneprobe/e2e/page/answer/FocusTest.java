// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/// Whoever goes through the matrix by keyboard is not thrown out by an answer.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class FocusTest {
  private static final String PEERS =
      """
      peers:
        - {node: node-a, zone: zone-a, host: a.test}
        - {node: node-b, zone: zone-b, host: b.test}
      """;
  private static final String FOCUSED =
      "return document.activeElement.getAttribute('aria-label') ?? ''";

  @Test
  void staysOnACellThatIsNotMeasuredAnyMore() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now().minus(Duration.ofHours(1)), PEERS);
        Browser browser = new Browser()) {
      report(stage, "a", "b");
      report(stage, "b", "a");
      browser.visit(stage.page(""));
      browser.await("table.matrix td.fine");
      browser.tabTo("table.matrix a");
      browser.press(Keys.END);
      assertThat(browser.ask(FOCUSED).toString()).startsWith("zone-a to zone-b: p99");

      stage.advance(Duration.ofMinutes(30));
      report(stage, "b", "a");

      browser.await("a[aria-label='zone-a to zone-b: not measured']");
      assertThat(browser.ask(FOCUSED)).isEqualTo("zone-a to zone-b: not measured");
      assertThat(
              browser.ask(
                  "return document.querySelectorAll(\"table.matrix a[tabindex='0']\").length"))
          .isEqualTo(1L);
      browser.press(Keys.ARROW_DOWN, Keys.HOME);
      assertThat(browser.ask(FOCUSED).toString()).startsWith("zone-b to zone-a: p99");
    }
  }

  private static void report(Stage stage, String from, String to) throws InterruptedException {
    stage.report(
        "node-" + from,
        "zone-" + from,
        List.of(Way.toZone("zone-" + to, 400, 900, 0).reported(stage.now())));
  }
}
