// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Mesh;
import dev.zoneprobe.e2e.page.stage.Stage;
import dev.zoneprobe.e2e.page.stage.Way;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the page says of targets that answer late, and of what there is nothing to compare with.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LateTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 400;
  private static final long USUAL = 9_000;

  private final Browser browser = new Browser();

  @AfterAll
  void stop() {
    browser.close();
  }

  /// What two zones reported, each `ways` of its own.
  private static void report(Stage stage, Function<String, Stream<Way>> ways)
      throws InterruptedException {
    for (String zone : List.of("zone-a", "zone-b")) {
      stage.report(
          "node-" + zone, zone, ways.apply(zone).map(way -> way.reported(stage.now())).toList());
    }
  }

  private static Way target(String name, long micros) {
    return Way.toTarget(name, "payments", ATTEMPTS, micros, 0);
  }

  /// What stands out, line by line; not what an earlier page complained of when its collector
  /// ended.
  private List<String> said(Stage stage) {
    return said(stage, "");
  }

  private List<String> said(Stage stage, String query) {
    browser.complaints();
    browser.visit(stage.page(query));
    browser.await(".look.verdict");
    assertThat(browser.complaints()).isEmpty();
    return browser.texts(".look li, .look p");
  }

  @Test
  void aTargetThatGetsSlowFromEverywhereIsSlowerThanBefore() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      report(stage, _ -> Stream.of(target("ledger", USUAL), target("basket", USUAL)));
      stage.advance(WINDOW);
      report(stage, _ -> Stream.of(target("ledger", USUAL * 4), target("basket", USUAL)));

      assertThat(said(stage))
          .singleElement()
          .asString()
          .matches(
              "ledger is slower than before: p90 [0-9.]+ ms, ×[34]\\.\\d the window before\\.");

      browser.click(".look.verdict li a");
      assertThat(browser.address()).contains("view=pair", "target=ledger", "phase=response");
    }
  }

  @Test
  void manyTargetsThatGetSlowAreOneLine() throws InterruptedException {
    List<String> names = List.of("ledger", "basket", "search");
    try (Stage stage = new Stage(Instant.now(), "")) {
      report(stage, _ -> names.stream().map(name -> target(name, USUAL)));
      stage.advance(WINDOW);
      report(
          stage,
          _ -> names.stream().map(name -> target(name, name.equals("basket") ? 90_000 : 45_000)));

      assertThat(said(stage))
          .singleElement()
          .asString()
          .startsWith("3 targets are slower than before, most of all basket: p90 ");
    }
  }

  @Test
  void failuresAloneMakeNoTargetSlow() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      report(stage, _ -> Stream.of(target("ledger", USUAL)));
      stage.advance(WINDOW);
      report(stage, _ -> Stream.of(Way.toTarget("ledger", "payments", ATTEMPTS, USUAL, 100)));

      assertThat(said(stage)).singleElement().asString().startsWith("ledger (team payments) fails");
    }
  }

  @Test
  void theDistanceOfWhoAnswersForTheServiceIsNoReason() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      report(stage, LateTest::ofTheService);
      stage.advance(WINDOW);
      report(stage, LateTest::ofTheService);

      assertThat(said(stage)).singleElement().asString().startsWith("Nothing stands out");
    }
  }

  private static Stream<Way> ofTheService(String from) {
    return Stream.of("zone-a", "zone-b")
        .map(to -> Way.toService(to, ATTEMPTS, to.equals(from) ? 500 : 80_000));
  }

  @Test
  void withNothingBeforeNothingIsComparedWithIt() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      report(stage, _ -> Stream.of(target("ledger", USUAL)));
      assertThat(said(stage))
          .singleElement()
          .asString()
          .startsWith("Nothing stands out")
          .doesNotContain("than before")
          .contains("There is nothing before to compare with.");

      stage.advance(WINDOW);
      report(stage, _ -> Stream.of(target("ledger", USUAL)));
      assertThat(said(stage))
          .singleElement()
          .asString()
          .contains("than before")
          .doesNotContain("nothing before");
    }
  }

  @Test
  void ofAPastWindowNothingIsSaidOfHosts() throws InterruptedException {
    try (Stage stage = new Stage(Instant.now(), "")) {
      new Mesh(List.of("zone-a", "zone-b"), 2, 90).report(stage, (_, _) -> 0);
      assertThat(said(stage)).singleElement().asString().contains("no host is in trouble");

      Instant soonAfter = stage.now().plus(Duration.ofMinutes(2));
      stage.advance(WINDOW.multipliedBy(2));
      assertThat(said(stage, "?until=" + soonAfter.truncatedTo(ChronoUnit.MINUTES)))
          .singleElement()
          .asString()
          .startsWith("Nothing stands out")
          .doesNotContain("no host is in trouble");
    }
  }

  @Test
  void withoutACollectorNodesAreNotComparedWithTheRest() throws InterruptedException {
    String replicas = "web: {replicas: {host: 127.0.0.1, port: %d}}\n".formatted(FreePort.next());
    try (Stage stage = new Stage(Instant.now(), replicas)) {
      new Mesh(List.of("zone-a"), 2, 90).report(stage, (from, _) -> from.number() == 0 ? 30 : 0);

      assertThat(said(stage))
          .singleElement()
          .asString()
          .startsWith("The mesh fails: 17 % of 180 attempts failed, of no pair of zones");

      browser.visit(stage.page("?view=nodes"));
      browser.await("tbody", "zone-a-n0");
      assertThat(browser.texts("tbody .mark")).isEmpty();
    }
  }
}
