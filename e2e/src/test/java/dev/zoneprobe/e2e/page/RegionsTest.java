// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Five zones in three regions: the matrix puts those of a region together, and shows for each pair
/// of regions its slowest pair of zones with the failures of all of them.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegionsTest {
  private static final List<String> ZONES = List.of("ap-1", "eu-1", "eu-2", "us-1", "us-2");
  private static final Percentage ROUNDING = Percentage.withPercentage(0.7);

  private final TemporaryFolder folder = TemporaryFolder.create("regions");
  private final Stage stage;
  private final Browser browser = new Browser();

  RegionsTest() throws InterruptedException {
    StringBuilder nodes = new StringBuilder("nodes:\n");
    ZONES.forEach(zone ->
        nodes.append(
            "  - {node: node-%s, zone: %s, host: %s.test, region: %s}\n"
                .formatted(zone, zone, zone, region(zone))));
    stage =
        new Stage(
            Instant.now(),
            "topology: {file: \"%s\"}\n".formatted(folder.write("nodes", nodes.toString())));
    for (String from : ZONES) {
      stage.report(
          "node-" + from,
          from,
          ZONES.stream().map(to -> way(from, to).reported(Instant.now())).toList());
    }
  }

  private static String region(String zone) {
    return zone.substring(0, 2);
  }

  /// Each pair of zones has a duration of its own.
  private static Way way(String from, String to) {
    long micros = 400L * (1 + ZONES.indexOf(from)) + 3_000L * (1 + ZONES.indexOf(to));
    return Way.toZone(to, 400, micros, from.equals("eu-2") && to.equals("us-1") ? 100 : 0);
  }

  @AfterAll
  void stop() {
    browser.close();
    stage.close();
    folder.close();
  }

  @Test
  void zonesOfARegionStandTogetherUnderItsName() {
    browser.visit(stage.page(""));
    browser.await("table.matrix td.fine");

    assertThat(
            browser.ask(
                "return [...document.querySelectorAll('.regions th')].map(e => e.innerText + e.colSpan)"))
        .isEqualTo(List.of("ap1", "eu2", "us2"));
    assertThat(browser.texts("tbody th .name")).isEqualTo(ZONES);
  }

  @Test
  void aPairOfRegionsIsItsSlowestPairOfZonesWithTheFailuresOfAll() {
    browser.visit(stage.page(""));
    browser.await("table.matrix td.fine");
    browser.click("input[name=group][value=regions]");
    browser.await("table.matrix tbody tr:nth-child(3):last-child");

    assertThat(browser.texts("tbody th .name")).containsExactly("ap", "eu", "us");
    for (List<String> pair : pairsOfRegions()) {
      String cell = "td:nth-of-type(%s)".formatted(pair.getLast());
      double slowest = slowest(pair.getFirst(), pair.get(1));
      String shown = browser.text("tbody tr:nth-child(%s) ".formatted(pair.get(2)) + cell + " b");
      assertThat(Double.parseDouble(shown)).as(pair + "").isCloseTo(slowest * 1e3, ROUNDING);
    }
    assertThat(browser.texts("table.matrix em")).containsExactly("✕ 5.9 %");
    browser.photograph("regions-real");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.barriers()).isEmpty();
  }

  /// Names of the regions, and where their cell is in the table, counted from one.
  private static List<List<String>> pairsOfRegions() {
    List<String> regions = List.of("ap", "eu", "us");
    return regions.stream()
        .flatMap(from ->
            regions.stream()
                .map(to ->
                    List.of(
                        from,
                        to,
                        "" + (1 + regions.indexOf(from)),
                        "" + (1 + regions.indexOf(to)))))
        .toList();
  }

  private static double slowest(String from, String to) {
    return in(from)
        .flatMap(source -> in(to).map(destination -> way(source, destination).roundTrip(0.99)))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Stream<String> in(String region) {
    return ZONES.stream().filter(zone -> region(zone).equals(region));
  }

  @Test
  void aPairOfRegionsLeadsToItsSlowestPairOfZones() {
    browser.visit(stage.page("?group=regions"));

    browser.click("tbody tr:nth-child(2) td:nth-of-type(3) a");

    browser.await("h1", "eu-2 → us-2");
  }
}
