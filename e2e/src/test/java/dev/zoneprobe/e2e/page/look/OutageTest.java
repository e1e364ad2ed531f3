// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Mesh;
import dev.zoneprobe.e2e.page.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Whatever part of the mesh fails, the page blames that part: a node, the way between two zones,
/// or the whole, however much of it that is.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageTest {
  private static final int ATTEMPTS = 90;
  private static final Mesh MESH = new Mesh(List.of("zone-a", "zone-b", "zone-c"), 2, ATTEMPTS);
  private static final Mesh ONE_ZONE = new Mesh(List.of("zone-a"), 2, ATTEMPTS);

  private final Browser browser = new Browser();

  @AfterAll
  void stop() {
    browser.close();
  }

  /// What stands out, line by line.
  private List<String> said(Mesh mesh, Mesh.Failures failures) throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      mesh.report(stage, failures);
      browser.visit(stage.page(""));
      browser.await(".look.verdict");
      assertThat(browser.complaints()).isEmpty();
      return browser.texts(".look li, .look p");
    }
  }

  @Test
  void aCutWayIsBlamedOnNoNodeOfEitherZone() throws InterruptedException {
    List<String> said =
        said(MESH, (from, to) -> isWay(from, to, "zone-a", "zone-c") ? ATTEMPTS : 0);

    assertThat(said).containsExactly("zone-a → zone-c fails: 100 % of 360 attempts failed.");
  }

  private static boolean isWay(Mesh.Node from, Mesh.Node to, String source, String destination) {
    return from.zone().equals(source) && to.zone().equals(destination);
  }

  @Test
  void aDeadNodeIsNamedAndNoWayToIt() throws InterruptedException {
    List<String> said = said(MESH, (from, to) -> isSecondOfC(to) ? ATTEMPTS : 0);

    assertThat(said)
        .containsExactly("zone-c-n1 (zone-c) is not reached: 100 % of 450 attempts failed.");
  }

  private static boolean isSecondOfC(Mesh.Node node) {
    return node.equals(new Mesh.Node("zone-c", 1));
  }

  @Test
  void aDeadNodeIsNamedBesideACutWayToItsZone() throws InterruptedException {
    List<String> said =
        said(
            MESH,
            (from, to) -> isWay(from, to, "zone-a", "zone-c") || isSecondOfC(to) ? ATTEMPTS : 0);

    assertThat(said)
        .containsExactlyInAnyOrder(
            "zone-a → zone-c fails: 100 % of 360 attempts failed.",
            "zone-c-n1 (zone-c) is not reached: 100 % of 450 attempts failed.");
  }

  @Test
  void whereMostFailsThoseThatAreSparedMakeTheDifference() throws InterruptedException {
    List<String> said = said(MESH, (from, to) -> from.zone().equals(to.zone()) ? 0 : ATTEMPTS);

    assertThat(said)
        .hasSize(5)
        .contains("2 more.")
        .filteredOn(line -> line.contains(" → "))
        .hasSize(4)
        .allMatch(line -> line.endsWith(" fails: 100 % of 360 attempts failed."));
  }

  @Test
  void whatFailsEverywhereIsSaidOfTheMesh() throws InterruptedException {
    assertThat(said(MESH, (from, to) -> ATTEMPTS))
        .singleElement()
        .asString()
        .startsWith("The mesh fails: 100 % of 2,700 attempts failed");
    assertThat(said(ONE_ZONE, (from, to) -> ATTEMPTS * 6 / 10))
        .singleElement()
        .asString()
        .startsWith("The mesh fails: 60 % of 180 attempts failed");
  }

  @Test
  void theFailingMeshLeadsToItsFailures() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      MESH.report(stage, (from, to) -> ATTEMPTS);
      browser.visit(stage.page(""));

      browser.click(".look.verdict li a");

      assertThat(browser.address()).contains("view=attempts", "outcome=failure", "target=peer");
    }
  }

  @Test
  void aSingleFailureMayBeChance() throws InterruptedException {
    List<String> said = said(ONE_ZONE, (from, to) -> from.number() == 0 ? 1 : 0);

    assertThat(said).singleElement().asString().startsWith("Nothing stands out");
  }

  @Test
  void aThirdOfAllAttemptsMayNotAndTheNodeFailsInPart() throws InterruptedException {
    List<String> said = said(ONE_ZONE, (from, to) -> from.number() == 0 ? 30 : 0);

    assertThat(said)
        .contains("zone-a-n0 (zone-a) fails in part, as a source: 33 % of 90 attempts failed.")
        .noneMatch(line -> line.contains("reach"));
  }

  @Test
  void withoutAnyDataNothingIsSaid() {
    String peers = "peers: [{node: node-a, zone: zone-a, host: a.test}]\n";
    try (Stage stage = new Stage(Instant.now(), peers)) {
      browser.visit(stage.page(""));
      browser.await(".look.verdict", "Nothing can be said: no attempt was reported");
      assertThat(browser.text(".look")).doesNotContain("Nothing stands out");

      stage.advance(Duration.ofMinutes(3));
      browser.visit(stage.page(""));
      browser.await(".look.verdict", "node-a (zone-a) has never reported");
    }
  }
}
