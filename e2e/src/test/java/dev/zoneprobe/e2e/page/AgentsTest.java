// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.RealPair;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The System view tells which agents are themselves in trouble, and how.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentsTest {
  private static final long MILLI = 1_000_000;

  private final Browser browser = new Browser();

  @AfterAll
  void stop() {
    browser.close();
  }

  @Test
  void thoseInTroubleComeFirstAndWhatIsNotToldIsNotZero() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      stage.report("node-0-old", "zone-a", List.of());
      stage.report("node-1-well", "zone-a", condition(0, 0, new Noise(4 * MILLI, 2 * MILLI)));
      stage.report("node-2-noisy", "zone-a", condition(0, 0, new Noise(500 * MILLI, 90 * MILLI)));
      stage.report("node-3-behind", "zone-a", condition(12, 0, Noise.NONE));
      stage.report("node-4-losing", "zone-a", condition(0, 2, Noise.NONE));

      browser.visit(stage.page("?view=system"));

      browser.await(".agents .verdict", "3 of 5 agents stand out");
      List<String> rows = browser.texts(".agents tbody tr");
      assertThat(rows).hasSize(5);
      assertThat(rows.get(0)).startsWith("losing").contains("node-4-losing", "9.8.7");
      assertThat(rows.get(1)).startsWith("backlog").contains("node-3-behind", "12", "never");
      assertThat(rows.get(2)).startsWith("noisy").contains("5 %, longest 90.0 ms");
      assertThat(rows.get(3)).contains("node-0-old", "not told");
      assertThat(browser.texts(".agents tbody tr:nth-child(4) td"))
          .hasSize(6)
          .doesNotContain("0", "–");
      assertThat(rows.get(4)).contains("node-1-well", "0.04 %, longest 2.00 ms");
      browser.photograph("agents-in-trouble");
      assertThat(browser.barriers()).isEmpty();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static Condition condition(long waiting, long lost, Noise noise) {
    return new Condition("9.8.7", 5, waiting, lost, noise);
  }

  @Test
  void anAgentThatWasCutOffOrFrozenIsSeenToHaveBeen() {
    try (RealPair pair = new RealPair()) {
      long waiting = pair.cutOffUntilWaiting(4);
      double most = pair.told("most_waiting", waiting - 1.0);
      browser.visit(pair.page("?view=system"));

      browser.await(".agents tbody .mark.backlog", "backlog");
      browser.await(".agents tbody", ", was %.0f".formatted(most));
      assertThat(most).isLessThan(waiting + 60.0);

      double seconds = pair.freezeAgent();
      double longest = pair.told("longest_stall", seconds - 0.1);
      browser.visit(pair.page("?view=system"));

      browser.await(".agents tbody .mark.noisy", "noisy");
      browser.photograph("agent-after-trouble");
      assertThat(longest).isLessThan(seconds + 10);
    }
  }
}
