// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.slice;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.merge.Route;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesLimitsTest {
  /// Zones are the source's and those of the destinations.
  private final SeriesLimits limits = new SeriesLimits(new LimitSettings(40, 12, 8));

  private static SubjectInterval to(String zone, String target) {
    return interval(new Subject(zone, target, Protocol.TCP, Subject.Owner.NONE), TOTAL, 1_000);
  }

  private AdmittedPart admit(String node, SubjectInterval... subjects) {
    return limits.admit(snapshot(node, span(1, 1), subjects));
  }

  @Test
  void letsInWhatThereIsRoomFor() {
    IntervalSnapshot snapshot = snapshot("node-1", span(1, 1), succeeded(1_000));

    AdmittedPart fitting = limits.admit(snapshot);

    assertThat(fitting.snapshot()).isEqualTo(snapshot);
    assertThat(fitting.refusedSeries()).isZero();
    assertThat(fitting.problem()).isEmpty();
    assertThat(limits.series()).isEqualTo(2);
    assertThat(limits.zones()).isEqualTo(2);
    assertThat(limits.targets()).isEqualTo(1);
  }

  @Test
  void countsWhatIsKnownOnce() {
    admit("node-1", succeeded(1_000));
    admit("node-1", succeeded(1_000));
    admit("node-2", succeeded(1_000));

    assertThat(limits.series()).isEqualTo(2);
  }

  @Test
  void anAgentBringsAQuarterOfTheZonesAtMost() {
    AdmittedPart fitting = admit("node-1", to("z-1", "t"), to("z-2", "t"), to("z-3", "t"));

    assertThat(fitting.snapshot().subjects()).hasSize(2);
    assertThat(fitting.refusedSeries()).isEqualTo(1);
    assertThat(fitting.problem())
        .contains("3 zones come from this agent alone, and a quarter of limits.zones is the most");
    assertThat(limits.refused(Limit.ZONES_OF_AGENT)).isEqualTo(1);
    assertThat(limits.refusedAttempts()).isEqualTo(1);
    assertThat(limits.zones()).isEqualTo(3);
  }

  @Test
  void anAgentBringsAQuarterOfTheTargetsAtMost() {
    admit("node-1", to("z", "t-1"), to("z", "t-2"));

    AdmittedPart fitting = admit("node-1", to("z", "t-3"));

    assertThat(fitting.snapshot().subjects()).isEmpty();
    assertThat(limits.refused(Limit.TARGETS_OF_AGENT)).isEqualTo(1);
  }

  @Test
  void whatASecondAgentReportsCountsAgainstNeither() {
    admit("node-1", to("z", "t-1"), to("z", "t-2"));
    admit("node-2", to("z", "t-1"), to("z", "t-2"));

    assertThat(admit("node-1", to("z", "t-3"), to("z", "t-4")).refusedSeries()).isZero();
    assertThat(admit("node-2", to("z", "t-5"), to("z", "t-6")).refusedSeries()).isZero();
  }

  @Test
  void anAgentThatComesAfterAGreedyOneGetsItsSeries() {
    for (int i = 0; i < 1_000; i++) {
      admit("greedy", to("z", "t-" + i));
    }

    assertThat(admit("honest", to("zone-b", "peer")).refusedSeries()).isZero();
  }

  @Test
  void allAgentsTogetherBringNoMoreThanTheLimit() {
    for (int i = 0; i < 50; i++) {
      admit("node-" + i, to("z", "t-" + i));
    }

    assertThat(limits.targets()).isEqualTo(8);
    assertThat(limits.refused(Limit.TARGETS)).isEqualTo(42);
    assertThat(admit("node-1", to("z", "t-99")).problem())
        .contains("the collector knows 8 targets, and limits.targets lets in no more");
  }

  @Test
  void refusesOnlyTheNewSeriesOfAKnownRoute() {
    SeriesLimits small = new SeriesLimits(new LimitSettings(8, 12, 8));
    SubjectInterval known = succeeded(1_000);
    small.admit(snapshot("node-1", span(1, 1), known));
    SubjectInterval busy =
        interval(known.subject(), slice(Outcome.Kind.SUCCESS, SourceState.BUSY), 2_000);

    AdmittedPart fitting = small.admit(snapshot("node-1", span(2, 2), known.plus(busy)));

    SubjectInterval left = fitting.snapshot().subjects().getFirst();
    assertThat(left.series()).containsOnlyKeys(TOTAL);
    assertThat(left.counts().successes()).isEqualTo(2);
    assertThat(fitting.refusedSeries()).isEqualTo(1);
    assertThat(small.refused(Limit.SERIES_OF_AGENT)).isEqualTo(1);
    assertThat(small.refusedAttempts()).isZero();
  }

  @Test
  void whatWasKnownBeforeARestartGoesOnWhateverTheLimitsAreNow() {
    SeriesLimits smaller = new SeriesLimits(new LimitSettings(4, 4, 4));
    for (int i = 0; i < 6; i++) {
      smaller.restore("zone-a", to("z-" + i, "t-" + i));
    }

    assertThat(smaller.series()).isEqualTo(12);
    assertThat(smaller.admit(snapshot("node-1", span(1, 1), to("z-5", "t-5"))).refusedSeries())
        .isZero();
    assertThat(smaller.admit(snapshot("node-1", span(1, 1), to("z-7", "t-5"))).refusedSeries())
        .isEqualTo(1);
  }

  @Test
  void whatItForgetsLeavesRoomForOthers() {
    admit("node-1", to("z", "t-1"), to("z", "t-2"));
    Route gone = Route.of("zone-a", to("z", "t-1").subject());

    limits.forget(Set.of(gone));

    assertThat(limits.targets()).isEqualTo(1);
    assertThat(limits.series()).isEqualTo(2);
    assertThat(limits.zones()).isEqualTo(2);
    assertThat(limits.forgotten()).isEqualTo(1);
    assertThat(admit("node-1", to("z", "t-3")).refusedSeries()).isZero();
  }
}
