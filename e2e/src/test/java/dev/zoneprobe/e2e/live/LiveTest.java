// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Prometheus;
import dev.zoneprobe.e2e.kit.observer.Prometheus.Settings;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.observer.Sample;
import dev.zoneprobe.e2e.live.alert.Alertmanager;
import dev.zoneprobe.e2e.live.alert.Page;
import dev.zoneprobe.e2e.live.alert.Pagers;
import dev.zoneprobe.e2e.live.limit.LimitedAgent;
import dev.zoneprobe.e2e.live.limit.RequiresCpuLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/// One run of the demo, five minutes long, in which one thing after another goes wrong. Two
/// Prometheus servers, one with native and one with classic histograms, tell one Alertmanager, as a
/// pair does. The shipped rules take a tenth of their time, and bounds that one machine can keep
/// to; see [RuleFiles].
@Tag("slow")
@RequiresProgram({Program.PROMETHEUS, Program.ALERTMANAGER})
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class LiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Duration RUN = Duration.ofMinutes(5);

  /// Half of the widest native bucket at schema 6 either way, and the histogram cell's own half.
  private static final double BUCKET_ERROR = 0.0109 + 0.001;

  /// Below a millisecond a cell of 512 ns is the wider of the two.
  private static final double CELL_ERROR_SECONDS = 0.512e-6;

  private static final String ZONE_PAIR = "/d/zoneprobe-zone-pair";
  private static final String RUNBOOKS =
      "https://github.com/zoneprobe/zoneprobe/blob/main/docs/runbooks/";

  private static final String ATTEMPTS = "zoneprobe:attempts:increase5m";
  private static final String SUCCEEDED = ATTEMPTS + " - zoneprobe:attempts_failed:increase5m";
  private static final String FAST = ATTEMPTS + " - zoneprobe:attempts_not_fast:increase5m";

  private static final String HELD_UP = "node: The agent held up by a CPU limit, A";

  private final Pagers pagers = new Pagers();
  private final Alertmanager alertmanager = new Alertmanager(pagers);
  private final RuleFiles rules = new RuleFiles();
  private final JavaProgram demo =
      running(
          JavaProgram.demo(
              "--seconds=600",
              "--every=40s",
              "--fault=starved-node@80s+120s",
              "--fault=slow-pair@200s+35s",
              "--fault=bad-target@215s+35s",
              "--fault=dead-node@330s"));
  private final List<AutoCloseable> more = new ArrayList<>();
  private final Prometheus natively = Prometheus.withNativeHistograms(settings("native"));
  private final Prometheus classic = Prometheus.classic(settings("classic"));

  /// Prometheus is to find a collector at once, and programs that are warm: the absence of one and
  /// the slowness of the other call the pager.
  private static JavaProgram running(JavaProgram demo) {
    await().atMost(PATIENCE).until(() -> demo.output().contains(" attempts"));
    return demo;
  }

  private Settings settings(String kind) {
    return new Settings(
        Duration.ofSeconds(5),
        List.of(
            "127.0.0.1:8791",
            "127.0.1.1:8783",
            "127.0.2.1:8783",
            "127.0.3.1:8783",
            LimitedAgent.METRICS),
        rules.of(kind),
        List.of(alertmanager.address()));
  }

  @AfterAll
  void stop() {
    more.forEach(LiveTest::close);
    Stream.of(demo, natively, classic, alertmanager, pagers, rules).forEach(LiveTest::close);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Order(1)
  void whileAllIsWellOnlyTheWatchdogBarks() {
    awaitFault("starved-node");

    assertThat(firing(natively)).containsExactly("ZoneprobeWatchdog");
    assertThat(firing(classic)).containsExactly("ZoneprobeWatchdog");
    await().atMost(PATIENCE).until(() -> pagers.heartbeats() > 0);
    assertThat(pagers.pages()).isEmpty();
  }

  @Test
  @Order(2)
  @RequiresCpuLimit
  void thePanelShowsHowACpuLimitHoldsAnAgentUp() {
    more.add(new LimitedAgent());

    await().atMost(PATIENCE).until(() -> natively.query(panel(HELD_UP)), LiveTest::isHeldUp);
  }

  private static String panel(String where) {
    return Board.all().stream()
        .flatMap(Board::queries)
        .filter(query -> query.where().equals(where))
        .findFirst()
        .orElseThrow()
        .expression();
  }

  private static boolean isHeldUp(List<Sample> share) {
    return share.stream()
        .filter(sample -> LimitedAgent.NODE.equals(sample.labels().get("node")))
        .anyMatch(sample -> sample.value() > 0);
  }

  @Test
  @Order(3)
  void aStarvedNodeIsToldAndCallsNobody() {
    await()
        .atMost(PATIENCE)
        .until(() -> told("ZoneprobeSourceNoisy", "source_zone").contains("zone-b"));

    assertThat(receivers("ZoneprobeSourceNoisy")).containsOnly("nobody");
    assertThat(pagers.pages()).isEmpty();
  }

  @Test
  @Order(4)
  @RequiresCpuLimit
  void anAgentThatACpuLimitHoldsUpIsToldAndCallsNobody() {
    await()
        .atMost(PATIENCE)
        .until(() -> told("ZoneprobeAgentThrottled", "node").contains(LimitedAgent.NODE));

    assertThat(told("ZoneprobeAgentThrottled", "node")).containsExactly(LimitedAgent.NODE);
    assertThat(receivers("ZoneprobeAgentThrottled")).containsOnly("nobody");
    assertThat(pagers.pages()).isEmpty();
  }

  /// Both are asked for in one query, so that they come from the same scrape; one snapshot may
  /// still be in one of the two only.
  @Test
  @Order(5)
  void thePercentilesOfTheDashboardsAreThoseOfTheCollector() {
    assertThat(Percentile.shown("native"))
        .extracting(Percentile::where)
        .containsExactly(
            "overview: Zone to zone: median response, A",
            "overview: Zone to zone: 99th percentile of response, A",
            "environment: 99th percentile by what the host was like, A",
            "target: 99th percentile of response, A");
    for (Percentile percentile : Percentile.shown("native")) {
      await().atMost(PATIENCE.dividedBy(5)).untilAsserted(() -> nativeIsNear(percentile));
    }
    ResultFile.write(
        "percentiles.txt",
        worst("native", natively) + System.lineSeparator() + worst("classic", classic));
  }

  private void nativeIsNear(Percentile percentile) {
    assertThat(new Percentiles(natively).compare(percentile))
        .isNotEmpty()
        .allSatisfy(one ->
            assertThat(one.shown())
                .as(one.series().toString())
                .isCloseTo(one.exact(), within(one.exact() * BUCKET_ERROR + CELL_ERROR_SECONDS)));
  }

  private static String worst(String kind, Prometheus prometheus) {
    return Percentile.shown(kind).stream()
        .map(percentile -> kind + " " + new Percentiles(prometheus).worst(percentile))
        .collect(Collectors.joining());
  }

  @Test
  @Order(6)
  void aSlowPairOfZonesCallsThePager() {
    awaitFault("slow-pair");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(pagers.pages()).as(this::active).isNotEmpty());

    Page page = pagers.pages().getFirst();
    assertThat(page.action()).isEqualTo("trigger");
    assertThat(page.key()).isEqualTo(Alertmanager.PAGER_KEY);
    assertThat(page.summary()).contains("budget");
    assertThat(page.links())
        .as(this::active)
        .containsExactly(
            RUNBOOKS + "zoneprobepairlatencybudgetburn.md",
            "https://grafana.example.com"
                + ZONE_PAIR
                + "?var-source_zone=zone-a&var-destination_zone=zone-c");
    awaitFiring(classic, "ZoneprobePairLatencyBudgetBurn");
  }

  @Test
  @Order(7)
  void aFailingTargetCallsItsTeam() {
    awaitFault("bad-target");
    await().atMost(PATIENCE).until(() -> !pagesOf(Alertmanager.PAYMENTS_KEY).isEmpty());

    assertThat(pagesOf(Alertmanager.PAYMENTS_KEY).getFirst().links())
        .containsExactly(
            RUNBOOKS + "zoneprobetargetdown.md",
            "https://grafana.example.com/d/zoneprobe-target?var-target=checkout");
    awaitFiring(classic, "ZoneprobeTargetDown");
  }

  @Test
  @Order(8)
  void bothIncidentsAreResolvedAndThereWasNoOther() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(incidents("resolve"))
                .as(this::called)
                .hasSize(2)
                .isEqualTo(incidents("trigger")));

    assertThat(pagers.refused()).isEmpty();
  }

  @Test
  @Order(9)
  void bothKindsOfHistogramsRecordTheSame() {
    await()
        .atMost(PATIENCE.dividedBy(5))
        .untilAsserted(() -> {
          assertThat(recorded(natively)).isEqualTo(recorded(classic)).isNotEmpty();
          for (String count : List.of(ATTEMPTS, SUCCEEDED, FAST)) {
            assertThat(total(natively, count))
                .as(count)
                .isCloseTo(total(classic, count), withinPercentage(20));
          }
        });
  }

  /// Names and labels of what rules record.
  private static Set<Map<String, String>> recorded(Prometheus prometheus) {
    return prometheus.query("{__name__=~\"zoneprobe:.+\"}").stream()
        .map(Sample::labels)
        .collect(Collectors.toSet());
  }

  private static double total(Prometheus prometheus, String count) {
    return prometheus.query("sum(" + count + ")").getFirst().value();
  }

  @Test
  @Order(10)
  @RequiresCpuLimit
  void everyQueryOfEveryPanelIsAnswered() {
    awaitFault("dead-node");

    for (Prometheus prometheus : List.of(natively, classic)) {
      await()
          .atMost(Duration.ofSeconds(40))
          .pollInterval(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(unanswered(prometheus)).isEmpty());
    }
  }

  @Test
  @Order(11)
  void everyVariableHasSomethingToChoose() {
    for (Prometheus prometheus : List.of(natively, classic)) {
      Span span = Span.last(RUN, prometheus);
      assertThat(Board.all().stream().flatMap(Board::variables))
          .isNotEmpty()
          .allSatisfy(variable ->
              assertThat(span.values(variable.expression())).as(variable.where()).isNotEmpty());
    }
  }

  @Test
  @Order(12)
  void picturesShowWhatThePanelsAskFor() throws Exception {
    Pictures pictures = new Pictures(Span.last(RUN, natively));
    for (Board board : Board.all()) {
      assertThat(pictures.draw(board)).content().contains("</svg>", "<polyline");
    }
  }

  private void awaitFault(String label) {
    await().atMost(PATIENCE).until(() -> demo.output().contains("Fault " + label + " begins"));
  }

  private static Set<String> unanswered(Prometheus prometheus) {
    Span span = Span.last(RUN, prometheus);
    return Board.all().stream()
        .flatMap(Board::queries)
        .filter(query -> span.series(query.expression()).isEmpty())
        .map(PanelQuery::where)
        .collect(Collectors.toSet());
  }

  /// The servers find the same within a few evaluations, but not at once.
  private static void awaitFiring(Prometheus prometheus, String alert) {
    await().atMost(PATIENCE.dividedBy(5)).until(() -> firing(prometheus).contains(alert));
  }

  private static Set<String> firing(Prometheus prometheus) {
    return prometheus.query("ALERTS{alertstate=\"firing\"}").stream()
        .map(alert -> alert.labels().getOrDefault("alertname", ""))
        .collect(Collectors.toSet());
  }

  /// Alerts with what holds them back, to understand a page that did not come.
  private String active() {
    return alertmanager.alerts().toString();
  }

  private List<String> receivers(String name) {
    return alertmanager.alerts().stream()
        .filter(alert -> alert.at("/labels/alertname").asText().equals(name))
        .flatMap(alert -> alert.path("receivers").valueStream())
        .map(receiver -> receiver.path("name").asText())
        .toList();
  }

  /// What active alerts of this name say in a label.
  private List<String> told(String name, String label) {
    return alertmanager.alerts().stream()
        .map(alert -> alert.path("labels"))
        .filter(labels -> labels.path("alertname").asText().equals(name))
        .map(labels -> labels.path(label).asText())
        .toList();
  }

  private List<Page> pagesOf(String key) {
    return pagers.pages().stream().filter(page -> page.key().equals(key)).toList();
  }

  /// Who was called about what, to understand a page too many.
  private String called() {
    return pagers.pages().stream().map(Page::toString).collect(Collectors.joining("\n"));
  }

  private Set<String> incidents(String action) {
    return pagers.pages().stream()
        .filter(page -> page.action().equals(action))
        .map(Page::incident)
        .collect(Collectors.toSet());
  }
}
