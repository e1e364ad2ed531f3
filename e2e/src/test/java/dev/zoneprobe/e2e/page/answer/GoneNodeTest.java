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

/// A node that the cluster does not have any more is not missed, and hides nobody who is.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class GoneNodeTest {
  private static final String PEERS =
      """
      peers:
        - {node: node-1, zone: zone-a, host: a.test}
        - {node: node-2, zone: zone-a, host: b.test}
        - {node: node-3, zone: zone-a, host: c.test}
      """;

  @Test
  void isNotCountedAsSilent() throws InterruptedException {
    Duration age = Duration.ofHours(2);
    try (Stage stage = new Stage(Instant.now().minus(age), PEERS);
        Browser browser = new Browser()) {
      onlyPeersReportAfter(age, stage);
      browser.visit(stage.page("?view=system"));
      browser.await(".tiles", "all report; 1 of nodes that are gone");
      assertThat(browser.text("[role=status]")).doesNotContain("silent");
      assertThat(browser.text(".agents tbody")).contains("gone since").doesNotContain("silent");
      assertThat(browser.text(".agents .verdict")).isEqualTo("No agent stands out.");

      stage.advance(Duration.ofMinutes(2));
      browser.visit(stage.page(""));
      browser.await("[role=status]", "3 of 3 agents are silent, node-1 (zone-a) for 2 min");
    }
  }

  @Test
  void isNotMissedWhileWhatItMeasuredIsStillShown() throws InterruptedException {
    Duration age = Duration.ofMinutes(5);
    try (Stage stage = new Stage(Instant.now().minus(age), PEERS);
        Browser browser = new Browser()) {
      onlyPeersReportAfter(age, stage);
      browser.visit(stage.page("?view=nodes"));
      browser.await("tbody", "gone since");
      assertThat(browser.texts("tbody .mark")).isEmpty();
      assertThat(browser.text("main .verdict")).isEqualTo("No node stands out.");

      browser.visit(stage.page(""));
      browser.await(".look.verdict");
      assertThat(browser.text(".look")).doesNotContain("node-0");

      stage.advance(Duration.ofMinutes(2));
      browser.visit(stage.page("?view=nodes"));
      browser.await("tbody .mark.silent");
      assertThat(browser.texts("tbody .mark.silent")).hasSize(3);
    }
  }

  /// One node more reported when it was still there.
  private static void onlyPeersReportAfter(Duration age, Stage stage) throws InterruptedException {
    report(stage, "node-0");
    stage.advance(age);
    for (String node : List.of("node-1", "node-2", "node-3")) {
      report(stage, node);
    }
  }

  private static void report(Stage stage, String node) throws InterruptedException {
    stage.report(node, "zone-a", List.of(Way.toZone("zone-a", 100, 500, 0).reported(stage.now())));
  }
}
