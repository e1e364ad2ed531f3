// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Mesh;
import dev.zoneprobe.e2e.page.stage.Scene;
import dev.zoneprobe.e2e.page.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the page says of answers that are not of one moment, and of agents whose moments are past.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class MomentTest {
  /// Changes each answer about targets, or about their failures, before the page has it.
  private static final String INSTEAD =
      """
      const real = window.fetch;
      window.fetch = async (url, options) => {
        const answer = await real(url, options);
        if (!url.includes('/api/v1/targets') || url.includes('outcome=failure') !== %s) return answer;
        const told = await answer.json();
        %s;
        document.documentElement.dataset.changed = 'yes';
        return Response.json(told);
      };
      """;

  /// The collector seems to be too busy for questions about targets, while `window.busy` says so.
  private static final String BUSY =
      """
      const real = window.fetch;
      window.fetch = (url, how) => window.busy && url.startsWith('/api/v1/targets')
        ? Promise.resolve(new Response('{"problem": "others are in the way"}', {status: 503})) : real(url, how);
      """;

  @Test
  void targetsWithFailuresAndWithoutReasonsDoNotStopThePage() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(
          INSTEAD.formatted(false, "told.targets.forEach(one => { one.now.reasons = {}; })"));
      browser.visit(scene.page(""));

      browser.await(".look.verdict", "zone-a → zone-b is slow");
      assertThat(browser.text(".look")).doesNotContain("ledger");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void failuresOfAnotherMomentAreNotComparedWithAttempts() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(
          "window.other = true;"
              + INSTEAD.formatted(true, "if (window.other) told.span.until = told.before.until"));
      browser.visit(scene.page(""));
      browser.await("html[data-changed]");
      browser.await("table.matrix td.fine");
      assertThat(browser.text(".look")).contains("Looking");

      browser.run("window.other = false");
      browser.choose("window", "15m");

      browser.await(".look.verdict", "ledger (team payments) fails");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void targetsOfAnotherWindowAreNotComparedWithThisOne() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(BUSY);
      browser.visit(scene.page(""));
      browser.await(".look.verdict", "ledger (team payments) fails");

      browser.run("window.busy = true; const now = Date.now; Date.now = () => now() + 20_000");
      browser.await("[role=status]", "What you see is old");
      assertThat(browser.text(".look.verdict")).contains("ledger (team payments) fails");
      browser.choose("window", "15m");
      browser.await("[role=status]", "A part of this view is not there");
      assertThat(browser.text(".look")).contains("Looking").doesNotContain("ledger");

      browser.run("window.busy = false");
      browser.await(".look.verdict", "ledger (team payments) fails");
      browser.complaints();
    }
  }

  @Test
  void targetsOfAnEarlierVisitAreNotShownAgain() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(BUSY);
      browser.visit(scene.page(""));
      browser.await(".look.verdict", "ledger (team payments) fails");
      browser.click("nav a[href*=system]");
      browser.await(".tiles", "Collector");

      browser.run("window.busy = true");
      browser.click("nav a");
      browser.await("[role=status]", "A part of this view is not there");

      assertThat(browser.text(".look")).contains("Looking").doesNotContain("ledger");
      browser.complaints();
    }
  }

  @Test
  void agentsThatAreAllSilentAreSilent() throws InterruptedException {
    Instant begin = Instant.now().minus(Duration.ofHours(2));
    try (Stage stage = new Stage(begin, "");
        Browser browser = new Browser()) {
      new Mesh(List.of("zone-a", "zone-b"), 1, 400).report(stage, (from, to) -> 0);
      stage.advance(Duration.ofMinutes(3));
      browser.visit(stage.page(""));

      browser.await(".look.verdict", "zone-a-n0 (zone-a) is silent since");
      browser.await(".look.verdict", "zone-b-n0 (zone-b) is silent since");

      browser.visit(stage.page("?view=nodes"));
      browser.await("tbody", "3 min ago");
      assertThat(browser.texts("tbody .mark.silent")).hasSize(2);
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
