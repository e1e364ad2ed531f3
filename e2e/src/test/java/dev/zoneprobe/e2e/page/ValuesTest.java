// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import dev.zoneprobe.e2e.page.stage.Way;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the page shows is what comes out when the raw durations are sorted and counted.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ValuesTest {
  /// Three digits on the page, three in the histogram.
  private static final Percentage ROUNDING = Percentage.withPercentage(0.7);

  private final Scene scene = new Scene("");
  private final Browser browser = new Browser();

  ValuesTest() throws InterruptedException {}

  @AfterAll
  void stop() {
    browser.close();
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.99})
  void eachCellIsTheQuantileOfItsRawDurations(double quantile) {
    browser.visit(scene.page("?quantile=" + quantile));
    browser.await("table.matrix td.fine");

    for (String from : Scene.ZONES) {
      for (String to : Scene.ZONES) {
        Way way = Scene.now(from, to);
        String cell = browser.text("td a[aria-label^='" + from + " to " + to + ":'] b");
        if (quantile == 0.99 && way.attempts() == 40) {
          assertThat(cell).isEqualTo("n=40");
        } else {
          assertThat(number(cell)).as(from + to).isCloseTo(way.roundTrip(quantile) * 1e3, ROUNDING);
        }
      }
    }
  }

  @Test
  void aSlowerPairSaysByHowMuchAndALossyOneHowOften() {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");
    double now = Scene.now("zone-a", "zone-b").roundTrip(0.99);
    double before = Scene.before("zone-a", "zone-b").roundTrip(0.99);

    assertThat(number(browser.text("td a[aria-label^='zone-a to zone-b'] i")))
        .isCloseTo(now / before, Percentage.withPercentage(3));
    assertThat(browser.text("td a[aria-label^='zone-c to zone-a'] em")).isEqualTo("✕ 2.4 %");
    assertThat(browser.text(".outstanding > div:nth-child(1) li"))
        .contains("zone-c → zone-a", "2.4 %");
    assertThat(browser.text(".outstanding > div:nth-child(2) li")).contains("zone-a → zone-b");
  }

  @Test
  void aPairTellsItsEstimateItsPastAndItsFailures() {
    browser.visit(scene.page("?view=pair&source_zone=zone-c&destination_zone=zone-a"));
    browser.await("zp-chart[data-drawn]");
    Way now = Scene.now("zone-c", "zone-a");
    List<String> tiles = browser.texts(".tile b");

    assertThat(milliseconds(tiles.get(0))).isCloseTo(now.roundTrip(0.99) * 1e3, ROUNDING);
    assertThat(milliseconds(tiles.get(1)))
        .isCloseTo(Scene.before("zone-c", "zone-a").roundTrip(0.99) * 1e3, ROUNDING);
    assertThat(tiles.get(2)).isEqualTo("1,200");
    assertThat(tiles.get(3)).isEqualTo("2.4 %");
    assertThat(browser.text(".reasons tbody")).contains("connect timeout", "30");
  }

  @Test
  void theSpectrumsTableHoldsTheRawQuantiles() {
    browser.visit(scene.page("?view=pair&source_zone=zone-a&destination_zone=zone-b"));
    browser.await("zp-chart[data-drawn]");
    Way now = Scene.now("zone-a", "zone-b");

    for (Object row :
        (List<?>)
            browser.ask(
                """
                return [...document.querySelectorAll('.spectrum tbody tr')].map(
                  row => [row.cells[0].textContent, row.cells[1].textContent])
                """)) {
      String percentile = String.valueOf(((List<?>) row).get(0));
      double quantile = percentile.equals("slowest") ? 1 : number(percentile) / 100;
      assertThat(milliseconds(String.valueOf(((List<?>) row).get(1))))
          .as(percentile)
          .isCloseTo(now.roundTrip(Math.max(quantile, 1e-9)) * 1e3, ROUNDING);
    }
  }

  @Test
  void aTargetIsUnderItsTeamWithItsFailures() {
    browser.visit(scene.page("?view=targets"));
    browser.await("tbody.team td.bad");

    assertThat(browser.text(".owner")).contains("payments");
    assertThat(browser.texts("tbody.team tr:has(td.bad)").getFirst())
        .contains("ledger-api", "ledger", "20 %", "500", "connect timeout 100");
  }

  @Test
  void onlyAllOfThemAreAHundredOfAHundred() {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");

    assertThat(
            browser.later(
                """
                const done = arguments[0];
                const page = document.querySelector('script[type=module]').src.replace('main.js', '');
                import(page + 'core/format.js').then(({ share, change }) => done([
                  share(99_996, 100_000), share(9_995, 10_000), share(5, 5), share(0, 5),
                  change(0.00168, 0.605), change(1e-9, 1), change(0, 1), change(0.5, 1)]));
                """))
        .isEqualTo(
            List.of(
                "> 99.99 %", "99.95 %", "100 %", "0 %", "−99.7 %", "−99.9 %", "−100 %", "−50 %"));
  }

  private static double number(String text) {
    return Double.parseDouble(text.replaceAll("[^0-9.]", ""));
  }

  private static double milliseconds(String text) {
    double number = number(text);
    return text.endsWith("µs") ? number / 1e3 : text.endsWith("ms") ? number : number * 1e3;
  }
}
