// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// From each view to each other one, while the answers take their time: no view is drawn with what
/// another one asked for.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class EveryWayTest {
  private static final String PAIR = "?view=pair&source_zone=zone-a&destination_zone=zone-b";

  /// What each view shows once it has its numbers, by its query.
  private static final Map<String, String> SIGNS =
      Map.of(
          "?view=matrix",
          "table.matrix td.fine",
          PAIR,
          ".panels .spectrum",
          PAIR + "&target=other",
          ".panels .spectrum",
          "?view=nodes",
          "[data-rows=Nodes]",
          "?view=targets",
          ".targets table",
          "?view=attempts",
          "ol.attempts li",
          "?view=attempts&id=0123456789abcdef",
          ".empty",
          "?view=system",
          ".agents table");

  /// Answers wait until they are let through.
  private static final String SLOW =
      """
      const real = window.fetch;
      let free = () => {};
      window.gate = Promise.resolve();
      window.hold = () => { window.gate = new Promise(open => { free = open; }); };
      window.letThrough = () => free();
      window.fetch = async (url, how) => { await window.gate; return real(url, how); };
      """;

  /// Goes all ways, and hands over those on which a view failed, or began with any numbers.
  private static final String GO =
      """
      const [signs, done] = arguments;
      const wrong = [];
      const shows = sign => document.querySelector(`main ${sign}`);
      const go = query => {
        history.pushState(null, '', query);
        dispatchEvent(new PopStateEvent('popstate'));
      };
      const complain = (way, when) => {
        if (document.body.innerText.includes('This view failed')) wrong.push(`${way} failed ${when}`);
      };
      const until = async (way, sign) => {
        const end = Date.now() + 5_000;
        while (!shows(sign) && Date.now() < end) await new Promise(soon => setTimeout(soon, 5));
        if (!shows(sign)) wrong.push(`${way} shows no ${sign}`);
      };
      (async () => {
        for (const [from, before] of signs) {
          for (const [to, sign] of signs.filter(([one]) => one !== from)) {
            go(from);
            await until(from, before);
            hold();
            const way = `${from} to ${to}`;
            go(to);
            complain(way, 'without an answer');
            letThrough();
            await until(way, sign);
            complain(way, 'with its answer');
          }
        }
        done(wrong);
      })();
      """;

  @Test
  void noViewFails() throws InterruptedException {
    try (Scene scene = new Scene("");
        Browser browser = new Browser()) {
      browser.before(SLOW);
      browser.visit(scene.page(""));
      browser.await("table.matrix td.fine");

      Object wrong =
          browser.later(
              GO,
              SIGNS.entrySet().stream().map(one -> List.of(one.getKey(), one.getValue())).toList());

      assertThat((List<?>) wrong).isEmpty();
      assertThat(browser.complaints()).allMatch(line -> line.contains("404"));
    }
  }
}
