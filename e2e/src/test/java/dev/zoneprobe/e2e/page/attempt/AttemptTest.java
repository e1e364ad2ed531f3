// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The page of one attempt tells what the agent told of it: each phase where it was and as long as
/// it was, where it failed, and all that was seen on the way.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AttemptTest {
  private final Attempt raw = Told.attempt(Instant.now());

  private final Stage stage = new Stage(Instant.now(), "");
  private final Browser browser = new Browser();

  AttemptTest() throws InterruptedException {
    stage.report("node-a", "zone-a", List.of(Told.interval(raw)));
  }

  @AfterAll
  void stop() {
    browser.close();
    stage.close();
  }

  private void open() {
    browser.visit(stage.page("?view=attempts"));
    browser.click("ol.attempts .what");
    browser.await("h1", raw.idText());
    browser.await("p.lead");
  }

  @Test
  void theTableHasEachPhaseWithWhereItBeginsAndWhatItTakes() {
    open();

    assertThat(browser.texts("main tbody tr").stream().map(AttemptTest::threeCells).toList())
        .containsExactly(
            "late · 0 · 4.00 ms",
            "DNS lookup · 4.00 ms · 12.0 ms",
            "TCP connect · 16.0 ms · 3.00 ms",
            "TLS handshake · 19.0 ms · 21.0 ms",
            "round trip · 40.0 ms · 250 ms",
            "between phases · 290 ms · 14.0 ms");
    browser.photograph("attempt");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.barriers()).isEmpty();
  }

  private static String threeCells(String row) {
    return String.join(
        " · ", List.of(row.split("\t", -1)).subList(0, 3).stream().map(String::strip).toList());
  }

  @Test
  void theWaterfallIsDrawnToScale() {
    open();
    double response = raw.phaseNanos().getOrDefault(Phase.RESPONSE, 0L);
    Map<String, Phase> phases =
        Map.of(
            "late", Phase.LATE,
            "part-0", Phase.DNS_LOOKUP,
            "part-1", Phase.TCP_CONNECT,
            "part-2", Phase.TLS_HANDSHAKE,
            "part-4", Phase.ROUND_TRIP);

    phases.forEach((mark, phase) -> {
      double share = number(".waterfall rect." + mark, "width") / 1_000;
      assertThat(share)
          .as(mark)
          .isCloseTo(raw.phaseNanos().getOrDefault(phase, 0L) / response, within(0.001));
    });
    assertThat(number(".waterfall rect.part-4", "x") / 1_000)
        .isCloseTo(40e6 / response, within(0.001));
    assertThat(browser.attribute(".waterfall rect.broken", "class")).contains("part-4");
  }

  private double number(String selector, String attribute) {
    return Double.parseDouble(browser.attribute(selector, attribute));
  }

  @Test
  void theRestIsWhatTheAgentSaw() {
    open();

    assertThat(browser.text("p.lead"))
        .contains("http attempt on checkout (new connection)", "zone-a", "zone-b")
        .contains("failed after 300 ms: HTTP status, while in round trip");
    assertThat(browser.texts(".facts dt, .facts dd"))
        .containsSequence("source node", "node-a")
        .containsSequence("destination node", "node-b")
        .containsSequence("source host", "busy")
        .containsSequence("from address", "10.0.0.1:40000", "to address", "10.0.0.2:443")
        .containsSequence("kernel RTT", "1.50 ms", "sent again", "1 SYNs, 2 segments")
        .containsSequence("detail", "503 Service Unavailable")
        .containsSequence("name looked up", "checkout.example.", "nameserver", "10.0.0.53:53")
        .containsSequence("queries", "2", "rcode", "0", "addresses", "10.0.0.2");
  }
}
