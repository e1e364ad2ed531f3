// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/// The address is the state of the page, and the keyboard reaches everything.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AddressTest {
  private final Scene scene = new Scene("");
  private final Browser browser = new Browser();

  AddressTest() throws InterruptedException {}

  @AfterAll
  void stop() {
    browser.close();
    scene.close();
  }

  @Test
  void choicesGoIntoTheAddressAndALinkShowsTheSame() {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");
    browser.choose("phase", "tcp_connect");
    browser.choose("quantile", "0.9");
    browser.choose("connection", "new");
    browser.click("input[name=colour][value=change]");
    browser.await("table.matrix td.c3");
    browser.await("h1", "TCP connect, p90");
    String address = browser.address();
    String shown = browser.text("table.matrix");

    assertThat(address)
        .contains("phase=tcp_connect", "quantile=0.9", "connection=new", "colour=change");
    try (Browser other = new Browser()) {
      other.visit(java.net.URI.create(address));
      other.await("table.matrix td.c3");
      assertThat(other.text("h1")).isEqualTo("TCP connect, p90, zone to zone");
      assertThat(other.text("table.matrix")).isEqualTo(shown);
    }
  }

  @Test
  void theBackButtonUndoesAChoice() {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");
    browser.choose("quantile", "0.5");
    browser.await("h1", "median");

    browser.back();

    browser.await("h1", "p99");
    assertThat(browser.ask("return document.querySelector('[name=quantile]').value"))
        .isEqualTo("0.99");
  }

  @Test
  void holdingKeepsTheMomentInTheAddress() {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");

    browser.run("[...document.querySelectorAll('.time a')].at(-1).click()");

    browser.await(".fresh.held");
    assertThat(browser.address()).contains("until=");
    browser.await("table.matrix td.fine");
  }

  @Test
  void aPairIsReachedWithTheKeyboardAlone() {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");

    browser.tabTo("table.matrix a");
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_UP);
    browser.await(".readout", "zone-a to zone-b");
    browser.press(Keys.ENTER);

    browser.await("h1", "zone-a → zone-b");
    assertThat(browser.ask("return document.activeElement.id")).isEqualTo("main");
    browser.tabTo(".help summary");
    browser.press(Keys.ENTER);
    browser.await(".help[open] p", "Which value of the sorted durations");
  }

  @Test
  void aViewThatKnowsOnlyThePresentDoesNotSayThatItIsHeld() {
    for (String view : new String[] {"nodes", "attempts", "system"}) {
      browser.visit(scene.page("?until=2026-11-20T12:00:00Z&view=" + view));
      browser.await(".fresh.good", "the present");
    }
  }

  @Test
  void anAddressThatSomebodyBrokeStillLeadsSomewhere() {
    browser.visit(scene.page("?view=system&until=yesterday"));
    browser.await(".tiles");
    browser.visit(scene.page("?view=pair&source_zone=zone-a"));
    browser.await(".empty", "No pair chosen");
    browser.visit(scene.page("?until=yesterday"));
    browser.await(".empty", "not a moment");
    browser.complaints();
  }

  @Test
  void anUnknownViewAndAWrongChoiceAreSaid() {
    browser.visit(scene.page("?view=nothing"));
    browser.await(".empty", "There is no such view");

    browser.visit(scene.page("?phase=none"));
    browser.await(".empty", "phase: expected one of");
    assertThat(browser.complaints()).allMatch(line -> line.contains("400"));
  }
}
