// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Questions that the collector does not answer with numbers, and answers that cannot be drawn.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalTest {
  private static final String CELL = "table.matrix td.fine";

  private final Scene scene = new Scene("");
  private final Browser browser = new Browser();

  RefusalTest() throws InterruptedException {}

  @AfterAll
  void stop() {
    browser.close();
    scene.close();
  }

  /// From now on the collector seems to answer questions about the matrix so.
  private void answerMatrix(int status, String body) {
    browser.run(
        """
        window.real ??= window.fetch;
        const [status, body] = arguments;
        window.fetch = (url, how) => url.startsWith('/api/v1/matrix')
          ? Promise.resolve(new Response(body, {status})) : window.real(url, how);
        """,
        status,
        body);
  }

  private void answerTruly() {
    browser.run("window.fetch = window.real");
  }

  @Test
  void aChoiceThatIsRefusedSaysWhyInsteadOfTheNumbersBefore() {
    browser.visit(scene.page(""));
    browser.await(CELL);

    browser.run(
        """
        history.pushState(null, '', '?window=48h');
        dispatchEvent(new PopStateEvent('popstate'));
        """);

    browser.await(".empty", "longer than");
    assertThat(browser.texts(CELL)).isEmpty();
    assertThat(browser.text(".fresh")).isEqualTo("no numbers");
    browser.choose("window", "5m");
    browser.await(CELL);
    assertThat(browser.complaints()).allMatch(line -> line.contains("400"));
  }

  @Test
  void aReasonThatThereIsNotSaysWhichThereAre() {
    browser.visit(scene.page("?view=attempts"));
    browser.await("ol.attempts li");

    browser.await("input[name=reason]").sendKeys("timeout");

    browser.await(".empty", "expected one of");
    assertThat(browser.texts("ol.attempts")).isEmpty();
    browser.complaints();
  }

  @Test
  void aChoiceThatTheCollectorIsTooBusyForSaysSo() {
    browser.visit(scene.page(""));
    browser.await(CELL);

    answerMatrix(503, "{\"problem\": \"others are in the way\"}");
    browser.choose("phase", "tcp_connect");

    browser.await(".empty", "others are in the way");
    assertThat(browser.texts(CELL)).isEmpty();
    answerTruly();
    browser.await(CELL);
    browser.complaints();
  }

  @Test
  void theSameQuestionKeepsItsNumbersAndTheyAreCalledOld() {
    browser.visit(scene.page(""));
    browser.await(CELL);
    String shown = browser.text("table.matrix");

    answerMatrix(503, "{\"problem\": \"others are in the way\"}");

    browser.await("[role=status]", "The collector answered: others are in the way");
    browser.await("[role=status]", "What you see is old: of");
    assertThat(browser.text("table.matrix")).isEqualTo(shown);
    answerTruly();
    browser.await(".fresh.good");
    assertThat(browser.text("[role=status]")).doesNotContain("What you see is old");
    browser.complaints();
  }

  @Test
  void anAnswerThatCannotBeDrawnIsSaidAndTheNextOneIsDrawn() {
    browser.visit(scene.page(""));
    browser.await(CELL);

    answerMatrix(200, "{\"zones\": [{}], \"span\": {}}");

    browser.await(".empty", "This view failed");
    browser.click("nav a[href*=system]");
    browser.await(".tiles", "Collector");
    browser.back();
    browser.await(".empty", "This view failed");
    answerTruly();
    browser.await(CELL);
    assertThat(browser.texts(".empty")).isEmpty();
    browser.complaints();
  }
}
