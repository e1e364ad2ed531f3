// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import org.junit.jupiter.api.Test;

/// How often the page asks for the same, whatever view asks for it.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class RhythmTest {
  /// Counts questions, and lets the page's clock go on by `window.later` milliseconds.
  private static final String COUNTED =
      """
      const real = window.fetch;
      window.asked = url => window.questions.filter(one => one.startsWith(url)).length;
      window.questions = [];
      window.fetch = (url, how) => { window.questions.push(url); return real(url, how); };
      const now = Date.now;
      window.later = 0;
      Date.now = () => now() + window.later;
      """;

  private static final String SYSTEM = "return window.asked('/api/v1/system')";

  /// Waits until the view has asked its question once more: what else is due has been asked, too.
  private static final String ONCE_MORE =
      """
      const [seconds, url, done] = arguments;
      const before = window.asked(url);
      window.later += seconds * 1_000;
      const look = () => window.asked(url) > before ? done(true) : setTimeout(look, 5);
      look();
      """;

  @Test
  void theSystemIsAskedOnceForAViewAndWhatStandsAboveIt() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(COUNTED);
      browser.visit(scene.page("?view=system"));
      browser.await(".tiles", "Collector");
      assertThat(browser.ask(SYSTEM)).isEqualTo(1L);

      browser.later(ONCE_MORE, 12, "/api/v1/system");
      assertThat(browser.ask(SYSTEM)).isEqualTo(2L);
    }
  }

  @Test
  void theSystemIsAskedLessOftenWhereItIsNotLookedAt() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(COUNTED);
      browser.visit(scene.page("?view=system"));
      browser.await(".tiles", "Collector");
      browser.click("nav a[href*=nodes]");
      browser.await("[data-rows=Nodes]");
      Object before = browser.ask(SYSTEM);

      browser.later(ONCE_MORE, 12, "/api/v1/nodes");
      assertThat(browser.ask(SYSTEM)).isEqualTo(before);

      browser.click("nav a[href*=system]");
      browser.await(".tiles", "Collector");
      browser.later(ONCE_MORE, 12, "/api/v1/system");
      browser.later(ONCE_MORE, 12, "/api/v1/system");
    }
  }
}
