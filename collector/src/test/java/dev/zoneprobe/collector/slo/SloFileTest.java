// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import dev.zoneprobe.collector.slo.level.Terms;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloFileTest {
  private static final List<Double> BOUNDS = List.of(0.01, 0.5);

  private static ServiceLevels parse(String text) throws InvalidSettingsException {
    return SettingsFile.parse("slo.yaml", text, top -> SloFile.levels(top, BOUNDS));
  }

  @Test
  void readsWhatIsGivenAndWhatTheFileSaysForAll() throws InvalidSettingsException {
    ServiceLevels levels =
        parse(
            """
            window: 28d
            team: network
            runbooks: https://wiki.test/runbooks
            pairs:
              - class: across_zones
                latency: {objective: 99.9 %, threshold: 10ms}
            targets:
              - name: orders.db/eu-1
                window: 7d
                minimumAttempts: 60
                team: payments
                availability: {objective: 99.99}
            """);

    assertThat(levels.runbooks()).isEqualTo("https://wiki.test/runbooks");
    assertThat(levels.levels())
        .containsExactly(
            new ServiceLevel(
                new Subject.Pairs(PairClass.ACROSS_ZONES),
                List.of(new Goal.Fast(new BigDecimal("99.9"), Duration.ofMillis(10))),
                new Terms(28, 100, Optional.of("network"))),
            new ServiceLevel(
                new Subject.Target("orders.db/eu-1"),
                List.of(new Goal.Available(new BigDecimal("99.99"))),
                new Terms(7, 60, Optional.of("payments"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                        | 1: pairs: neither pairs nor targets are given
          pairs: here                               | 1: pairs: "here": expected a list
          pairs: [within_zone]                      | 1: pairs[0]: "within_zone": expected keys and values
          pairs: [{availability: {objective: 99}}]  | 1: pairs[0].class: is missing
          pairs: [{class: near, availability: {objective: 99}}] | 1: pairs[0].class: "near": expected one of within_zone, across_zones, across_regions
          pairs: [{class: within_zone}]             | 1: pairs[0].class: "within_zone": has neither latency nor availability
          pairs: [{class: within_zone, latency: 5}] | 1: pairs[0].latency: "5": expected keys and values
          pairs: [{class: within_zone, latency: {objective: 99, treshold: 10ms}}] | 1: pairs[0].latency.threshold: is missing
          pairs: [{class: within_zone, latency: {threshold: 10ms}}] | 1: pairs[0].latency.objective: is missing
          pairs: [{class: within_zone, latency: {objective: 99, threshold: soon}}] | 1: pairs[0].latency.threshold: "soon": not a duration such as 250ms, 10s, 5m or 1h
          pairs: [{class: within_zone, latency: {objective: 99, threshold: 11ms}}] | 1: pairs[0].latency.threshold: "11ms": not a bound of histogram.bounds [0.01, 0.5], so that classic histograms cannot count it: add it there, and name that file with --config
          pairs: [{class: within_zone, availability: {objective: most}}] | 1: pairs[0].availability.objective: "most": not a percentage such as 99.9
          pairs: [{class: within_zone, availability: {objective: 0.999}}] | 1: pairs[0].availability.objective: "0.999": not between 95 and 99.999
          pairs: [{class: within_zone, availability: {objective: 100}}] | 1: pairs[0].availability.objective: "100": not between 95 and 99.999
          pairs: [{class: within_zone, window: 720h, availability: {objective: 99}}] | 1: pairs[0].window: "720h": not a number of days such as 30d
          window: 6d                                | 1: window: "6d": not between 7d and 90d
          minimumAttempts: 5                        | 1: minimumAttempts: "5": not between 10 and 1000000
          team: a team                              | 1: team: "a team": not 1 to 128 letters, digits, dots, dashes, underscores and slashes
          runbooks: wiki                            | 1: runbooks: "wiki": not a URL such as https://wiki.example.com/runbooks
          targets: [{name: peer, availability: {objective: 99}}] | 1: targets[0].name: "peer": mesh peers have their objectives under pairs
          targets: [{name: 'a"b', availability: {objective: 99}}] | 1: targets[0].name: "a"b": not 1 to 128 letters, digits, dots, dashes, underscores and slashes
          targets: [{name: a, availability: {objective: 99}}, {name: a, availability: {objective: 99}}] | 1: targets[1].name: "a": is given twice
          objectives: []                            | 1: objectives: unknown key (known: minimumAttempts, pairs, runbooks, targets, team, window)
          """)
  void saysWhatIsWrongAndWhere(String text, String mistake) {
    InvalidSettingsException invalid =
        catchThrowableOfType(InvalidSettingsException.class, () -> parse(text));

    assertThat(String.valueOf(invalid.getMessage()).lines()).contains("slo.yaml:" + mistake);
  }

  @Test
  void namesAllMistakesAtOnce() {
    InvalidSettingsException invalid =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                parse(
                    """
                    window: 1d
                    pairs:
                      - class: within_zone
                        latency: {objective: 101, threshold: 1ms}
                    targets:
                      - name: db
                        avaliability: {objective: 99}
                    """));

    assertThat(
            String.valueOf(invalid.getMessage()).lines().map(line -> line.replaceAll(": .*", "")))
        .containsExactly("slo.yaml:1", "slo.yaml:4", "slo.yaml:4", "slo.yaml:6", "slo.yaml:7");
  }
}
