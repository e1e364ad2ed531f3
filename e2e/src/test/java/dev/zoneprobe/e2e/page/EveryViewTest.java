// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each view with data, light, dark and on a phone: nothing in the console, nothing in anybody's
/// way, nothing wider than the screen, and a picture to look at.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryViewTest {
  private final Scene scene = new Scene("");
  private final Browser browser = new Browser();

  EveryViewTest() throws InterruptedException {}

  @AfterAll
  void stop() {
    browser.close();
    scene.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matrix   | ''                                                           | table.matrix td.fine",
        "change   | ?colour=change                                               | table.matrix td.c6",
        "failures | ?colour=failures                                             | table.matrix td.f4",
        "regions  | ?group=regions                                               | table.matrix td a",
        "pair     | ?view=pair&source_zone=zone-a&destination_zone=zone-b        | .phases zp-chart[data-drawn]",
        "nodes    | ?view=nodes                                                  | th[scope=row] .name",
        "targets  | ?view=targets                                                | tbody.team td.bad",
        "attempts | ?view=attempts                                               | ol.attempts .waterfall rect",
        "system   | ?view=system                                                 | .agents tbody tr",
      })
  void standsUpToEveryReader(String name, String query, String sign) {
    for (String scheme : new String[] {"light", "dark"}) {
      browser.prefer(scheme);
      browser.resize(1360, 900);
      look(name + "-" + scheme, query, sign);
    }
    browser.resize(390, 844);
    look(name + "-phone", query, sign);
    assertThat(
            browser.ask(
                "const page = document.documentElement;"
                    + "return Math.max(0, page.scrollWidth - page.clientWidth)"))
        .as("pixels of " + name + " beside a phone's screen")
        .isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?view=pair&source_zone=zone-a&destination_zone=zone-b",
        "?view=nodes",
        "?view=targets",
        "?view=attempts",
        "?view=system"
      })
  void everyHelpFitsOnASmallPhone(String query) {
    browser.resize(360, 740);
    browser.visit(scene.page(query));
    browser.await("main .help");

    assertThat(
            browser.ask(
                """
                const page = document.documentElement;
                return [...document.querySelectorAll('.help')].filter(help => {
                  help.open = true;
                  const { left, right } = help.querySelector('p').getBoundingClientRect();
                  const fits = page.scrollWidth <= page.clientWidth && left >= 0 && right <= page.clientWidth;
                  help.open = false;
                  return !fits;
                }).map(help => help.innerText)
                """))
        .isEqualTo(List.of());
  }

  private void look(String name, String query, String sign) {
    browser.visit(scene.page(query));
    browser.await(sign);
    browser.await(".notice");
    browser.photograph(name);
    assertThat(browser.complaints()).as(name).isEmpty();
    assertThat(browser.barriers()).as(name).isEmpty();
  }
}
