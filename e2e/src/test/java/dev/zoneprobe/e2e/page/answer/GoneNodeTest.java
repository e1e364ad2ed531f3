// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A node that the cluster does not have any more is not missed, and hides nobody who is.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class GoneNodeTest {
  private static final List<String> PRESENT = List.of("node-1", "node-2", "node-3");
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

  @Test
  void isNotAccusedOfWhatFailedWhenItWent() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), PEERS);
        Browser browser = new Browser()) {
      List<PeerInterval> toIt = List.of(peer("node-0", 0, 100));
      List<PeerInterval> toEachOther =
          List.of(peer("node-1", 300, 0), peer("node-2", 300, 0), peer("node-3", 300, 0));
      stage.report("node-0", "zone-b", List.of(way("zone-a", 900, 0, stage)), toEachOther);
      for (String node : PRESENT) {
        List<SubjectInterval> ways =
            List.of(way("zone-b", 0, 100, stage), way("zone-a", 300, 0, stage));
        stage.report(node, "zone-a", ways, Stream.concat(toIt.stream(), others(node)).toList());
      }
      stage.advance(Duration.ofMinutes(2));
      for (String node : PRESENT) {
        stage.report(node, "zone-a", List.of(way("zone-a", 300, 0, stage)), others(node).toList());
      }

      browser.visit(stage.page("?view=nodes&role=destination"));
      browser.await("tbody", "gone since");
      assertThat(browser.texts("tbody .mark")).isEmpty();
      browser.visit(stage.page(""));
      browser.await(".look.verdict");
      assertThat(browser.texts(".look li, .look p"))
          .singleElement()
          .asString()
          .startsWith("Nothing stands out");
    }
  }

  private static Stream<PeerInterval> others(String node) {
    return PRESENT.stream().filter(one -> !one.equals(node)).map(one -> peer(one, 150, 0));
  }

  private static PeerInterval peer(String node, int successes, int failures) {
    LatencyHistogram nothing = new LatencyHistogram();
    String zone = node.equals("node-0") ? "zone-b" : "zone-a";
    return new PeerInterval(node, zone, successes, failures, nothing, nothing);
  }

  private static SubjectInterval way(String zone, int successes, int failures, Stage stage) {
    return Way.toZone(zone, successes, 500, failures).reported(stage.now());
  }

  /// One node more reported when it was still there.
  private static void onlyPeersReportAfter(Duration age, Stage stage) throws InterruptedException {
    report(stage, "node-0");
    stage.advance(age);
    for (String node : PRESENT) {
      report(stage, node);
    }
  }

  private static void report(Stage stage, String node) throws InterruptedException {
    stage.report(node, "zone-a", List.of(Way.toZone("zone-a", 100, 500, 0).reported(stage.now())));
  }
}
