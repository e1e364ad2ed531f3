// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.alert;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Which alerts hold others back, by the shipped example: the cause calls, its consequences do not.
@RequiresProgram(Program.ALERTMANAGER)
@TestInstance(Lifecycle.PER_CLASS)
final class InhibitionTest {
  private static final String PAIR =
      "alertname=ZoneprobePair%sBudgetBurn severity=%s scope=pair source_zone=%s destination_zone=%s";
  private static final String OVER_TCP = PAIR + " protocol=tcp";
  private static final String ZONE = "alertname=%s severity=%s scope=zone source_zone=%s";
  private static final String TARGET =
      "alertname=ZoneprobeTarget%sBudgetBurn severity=%s scope=target target=%s";

  private final Pagers pagers = new Pagers();
  private final Alertmanager alertmanager = new Alertmanager(pagers);

  @AfterAll
  void close() {
    alertmanager.close();
    pagers.close();
  }

  @Test
  void aZoneThatIsBadAsAWholeHoldsItsPairsBackAndNoOther() {
    tell("degraded", ZONE.formatted("ZoneprobeZoneDegraded", "critical", "a"));
    tell("degraded", PAIR.formatted("Latency", "critical", "a", "b"));
    tell("degraded", PAIR.formatted("Latency", "critical", "b", "a"));

    awaitHeldBack("degraded", PAIR.formatted("Latency", "critical", "a", "b"));
  }

  @Test
  void hostsThatHoldTheirAgentsUpHoldSlownessOfTheirZoneBackAndNoFailures() {
    tell("noisy", ZONE.formatted("ZoneprobeSourceNoisy", "info", "a"));
    tell("noisy", ZONE.formatted("ZoneprobeZoneDegraded", "critical", "b"));
    tell("noisy", PAIR.formatted("Error", "critical", "a", "c"));
    tell("noisy", PAIR.formatted("Latency", "critical", "c", "b"));
    tell("noisy", PAIR.formatted("Latency", "critical", "a", "b"));

    awaitHeldBack("noisy", PAIR.formatted("Latency", "critical", "a", "b"));
  }

  @Test
  void whatFailsFromANoisyZoneCallsSomebodyAsAWhole() {
    tell("outage", ZONE.formatted("ZoneprobeSourceNoisy", "info", "a"));
    tell("outage", ZONE.formatted("ZoneprobeZoneDegraded", "critical", "a"));
    tell("outage", PAIR.formatted("Error", "critical", "a", "b"));

    awaitHeldBack("outage", PAIR.formatted("Error", "critical", "a", "b"));
  }

  @Test
  void aPageAboutAPairHoldsItsTicketsBackAndNoOther() {
    tell("pair", PAIR.formatted("Latency", "critical", "a", "b"));
    tell("pair", PAIR.formatted("Latency", "warning", "a", "b"));
    tell("pair", PAIR.formatted("Latency", "warning", "a", "c"));

    awaitHeldBack("pair", PAIR.formatted("Latency", "warning", "a", "b"));
  }

  @Test
  void aPageAboutATargetHoldsItsTicketsBackAndNoOther() {
    tell("target", TARGET.formatted("Latency", "critical", "checkout"));
    tell("target", TARGET.formatted("Latency", "warning", "checkout"));
    tell("target", TARGET.formatted("Latency", "warning", "orders"));

    awaitHeldBack("target", TARGET.formatted("Latency", "warning", "checkout"));
  }

  @Test
  void aZoneThatIsBadForSeveralOthersHoldsThePairsTowardsItBackAndNoOther() {
    tell(
        "dead",
        "alertname=ZoneprobeDestinationDegraded severity=critical scope=zone destination_zone=d");
    tell("dead", PAIR.formatted("Error", "critical", "a", "d"));
    tell("dead", PAIR.formatted("Error", "critical", "d", "a"));

    awaitHeldBack("dead", PAIR.formatted("Error", "critical", "a", "d"));
  }

  @Test
  void aPairThatFailsIsNotToldOnceMoreForBeingSlow() {
    tell("failing", OVER_TCP.formatted("Error", "critical", "a", "b"));
    tell("failing", OVER_TCP.formatted("Latency", "critical", "a", "b"));
    tell("failing", OVER_TCP.formatted("Latency", "critical", "a", "c"));
    tell("failing", PAIR.formatted("Latency", "critical", "a", "b") + " protocol=http");

    awaitHeldBack("failing", OVER_TCP.formatted("Latency", "critical", "a", "b"));
  }

  @Test
  void aTargetThatFailsIsNotToldOnceMoreForBeingSlow() {
    tell("down", TARGET.formatted("Error", "critical", "checkout"));
    tell("down", TARGET.formatted("Latency", "critical", "checkout"));
    tell("down", TARGET.formatted("Latency", "critical", "orders"));

    awaitHeldBack("down", TARGET.formatted("Latency", "critical", "checkout"));
  }

  private void tell(String cluster, String labels) {
    alertmanager.tell(labels(cluster, labels));
  }

  /// Each test has a cluster of its own.
  private static Map<String, String> labels(String cluster, String text) {
    return Stream.concat(
            Stream.of("app=zoneprobe", "cluster=" + cluster), Stream.of(text.split(" ", -1)))
        .map(label -> label.split("=", 2))
        .collect(Collectors.toMap(label -> label[0], label -> label[1]));
  }

  private void awaitHeldBack(String cluster, String alert) {
    await().until(() -> heldBack(cluster), held -> held.equals(List.of(labels(cluster, alert))));
  }

  private List<Map<String, String>> heldBack(String cluster) {
    return alertmanager.alerts().stream()
        .filter(alert -> !alert.at("/status/inhibitedBy").isEmpty())
        .map(alert -> alert.path("labels"))
        .filter(labels -> labels.path("cluster").asText().equals(cluster))
        .map(InhibitionTest::map)
        .toList();
  }

  private static Map<String, String> map(JsonNode labels) {
    return labels.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().asText()));
  }
}
