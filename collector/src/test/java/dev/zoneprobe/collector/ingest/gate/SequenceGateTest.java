// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.source;
import static dev.zoneprobe.collector.Snapshots.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceGateTest {
  private static final Admission ADMITTED = new Admission.Admitted(0);
  private static final Admission DUPLICATE = new Admission.Duplicate();

  private final SteppingClock clock = new SteppingClock(NOW);
  private final SequenceGate gate = new SequenceGate(2, clock);

  private Admission admit(Source source, Span span) {
    return gate.admit(source, span, OptionalLong.empty());
  }

  @Test
  void admitsWhatFollows() {
    assertThat(admit(source("a"), span(7, 7))).isEqualTo(ADMITTED);
    assertThat(admit(source("a"), span(8, 10))).isEqualTo(ADMITTED);
  }

  @Test
  void knowsWhatIsInAlready() {
    admit(source("a"), span(1, 5));

    assertThat(admit(source("a"), span(1, 5))).isEqualTo(DUPLICATE);
    assertThat(admit(source("a"), span(2, 3))).isEqualTo(DUPLICATE);
    assertThat(admit(source("a"), span(6, 6))).isEqualTo(ADMITTED);
  }

  @Test
  void countsTheCutsOfAGap() {
    admit(source("a"), span(1, 1));

    assertThat(admit(source("a"), span(5, 6))).isEqualTo(new Admission.Admitted(3));
  }

  @Test
  void countsNoGapWhereTheCutsWentElsewhere() {
    admit(source("a"), span(1, 1));

    assertThat(gate.admit(source("a"), span(5, 6), OptionalLong.of(1))).isEqualTo(ADMITTED);
  }

  @Test
  void noFrameClaimsAnyNumberOfLostCuts() {
    admit(source("a"), span(5, 5));
    admit(source("b"), span(1, 1));

    assertThat(gate.admit(source("a"), span(6, 6), OptionalLong.of(Long.MIN_VALUE)))
        .isEqualTo(ADMITTED);
    assertThat(admit(source("b"), span(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1)))
        .isEqualTo(new Admission.Admitted(1_000_000));
  }

  @Test
  void countsWhatItsAgentBelievesToBeIn() {
    admit(source("a"), span(1, 1));

    assertThat(gate.admit(source("a"), span(9, 9), OptionalLong.of(4)))
        .isEqualTo(new Admission.Admitted(3));
    assertThat(gate.admit(source("b"), span(9, 9), OptionalLong.of(4)))
        .isEqualTo(new Admission.Admitted(4));
  }

  @Test
  void takesWhatAPredecessorLeftBesideItsSuccessor() {
    Source successor = new Source("a", "zone-a", "boot-2");
    admit(source("a"), span(1, 5));
    admit(successor, span(1, 2));

    assertThat(admit(source("a"), span(5, 5))).isEqualTo(DUPLICATE);
    assertThat(admit(source("a"), span(6, 6))).isEqualTo(ADMITTED);
    assertThat(admit(successor, span(2, 2))).isEqualTo(DUPLICATE);
  }

  @Test
  void remembersAsManyBootsOfANodeAsThereIsRoomFor() {
    for (int boot = 0; boot <= Source.MOST_BOOTS; boot++) {
      admit(new Source("a", "zone-a", "boot-" + boot), span(1, 1));
    }

    assertThat(gate.forgotten()).isEqualTo(1);
    assertThat(gate.known()).isEqualTo(1);
    assertThat(admit(new Source("a", "zone-a", "boot-1"), span(1, 1))).isEqualTo(DUPLICATE);
  }

  @Test
  void restoresAsManyNodesAsThereIsRoomForThatReportedLast() {
    gate.restore(source("a"), 7, NOW.minusSeconds(3));
    gate.restore(source("b"), 7, NOW.minusSeconds(2));
    gate.restore(source("c"), 7, NOW.minusSeconds(1));

    assertThat(gate.reporters()).extracting(SequenceGate.Reporter::node).containsExactly("b", "c");
    assertThat(gate.forgotten()).isEqualTo(1);
  }

  @Test
  void goesOnWhereItWasBeforeARestart() {
    gate.restore(source("a"), 7, NOW);

    assertThat(admit(source("a"), span(7, 7))).isEqualTo(DUPLICATE);
    assertThat(admit(source("a"), span(8, 8))).isEqualTo(ADMITTED);
    assertThat(gate.reportingByZone()).isEqualTo(Map.of("zone-a", 1L));
  }

  @Test
  void refusesASpanThatIsInHalfway() {
    admit(source("a"), span(1, 3));

    Admission admission = admit(source("a"), span(3, 4));

    assertThat(admission)
        .isEqualTo(
            new Admission.Refused(
                Admission.Refusal.OVERLAPPING_SPAN,
                "snapshots 3 to 4 overlap with those up to 3, which are in"));
  }

  @Test
  void beginsAnewWithAnotherBootId() {
    admit(source("a"), span(1, 9));

    assertThat(admit(new Source("a", "zone-a", "boot-2"), span(1, 1))).isEqualTo(ADMITTED);
  }

  @Test
  void tellsNodesApart() {
    admit(source("a"), span(1, 9));

    assertThat(admit(source("b"), span(1, 1))).isEqualTo(ADMITTED);
  }

  @Test
  void refusesANewcomerWhileAllOthersReport() {
    admit(source("a"), span(1, 1));
    admit(source("b"), span(1, 1));

    Admission admission = admit(source("c"), span(1, 1));

    assertThat(admission).isInstanceOf(Admission.Refused.class);
    assertThat(admit(source("a"), span(2, 2))).isEqualTo(ADMITTED);
  }

  @Test
  void forgetsTheAgentThatHasBeenSilentLongest() {
    admit(source("a"), span(1, 1));
    clock.advance(SequenceGate.FORGOTTEN_AFTER);
    admit(source("b"), span(1, 1));

    Admission admission = admit(source("c"), span(1, 1));

    assertThat(admission).isEqualTo(ADMITTED);
    assertThat(gate.forgotten()).isEqualTo(1);
    assertThat(admit(source("b"), span(1, 1))).isEqualTo(DUPLICATE);
  }

  @Test
  void countsTheAgentsThatReportedLately() {
    admit(source("a"), span(1, 1));
    clock.advance(Duration.ofSeconds(61));
    admit(new Source("b", "zone-b", "boot-1"), span(1, 1));

    assertThat(gate.reportingByZone()).isEqualTo(Map.of("zone-b", 1L));
  }

  @Test
  void countsAnAgentForAsLongAsSixOfItsOwnReports() {
    admit(source("a"), new Span(1, 1, NOW.minusSeconds(120), NOW));
    admit(source("b"), new Span(1, 12, NOW.minusSeconds(120), NOW));
    clock.advance(Duration.ofSeconds(90));

    assertThat(gate.reportingByZone()).isEqualTo(Map.of("zone-a", 1L));

    clock.advance(Duration.ofSeconds(6 * 120 - 90 + 1));
    assertThat(gate.reportingByZone()).isEmpty();
  }

  @Test
  void doesNotWaitForHoursForAnAgentWhoseBacklogWasMerged() {
    admit(source("a"), new Span(1, 1, NOW.minusSeconds(7_200), NOW));
    clock.advance(Duration.ofMinutes(31));

    assertThat(gate.reportingByZone()).isEmpty();
  }

  @Test
  void anAgentThatReportedAheadAgesFromTheRestartOn() {
    gate.restore(source("a"), 7, NOW.plus(Duration.ofDays(1)));

    assertThat(gate.reporters()).extracting(SequenceGate.Reporter::reported).containsExactly(NOW);
    clock.advance(Duration.ofSeconds(60));
    assertThat(gate.reportingByZone()).isEqualTo(Map.of("zone-a", 1L));
    clock.advance(Duration.ofNanos(1));
    assertThat(gate.reportingByZone()).isEmpty();
  }

  @Test
  void anAgentThatReportedAheadAgesSinceTheClockWasSetBack() {
    admitADayAhead("a", "b");
    clock.advance(Duration.ofSeconds(10));
    admit(source("b"), span(2, 2));

    assertThat(gate.reporters())
        .extracting(SequenceGate.Reporter::reported)
        .containsOnly(NOW.plusSeconds(10));
    clock.advance(Duration.ofSeconds(61));
    assertThat(gate.reportingByZone()).isEmpty();
  }

  @Test
  void anAgentThatReportedAheadGivesWayAfterAnHour() {
    admitADayAhead("a", "b");
    admit(source("b"), span(2, 2));
    clock.advance(SequenceGate.FORGOTTEN_AFTER);

    assertThat(admit(source("c"), span(1, 1))).isEqualTo(ADMITTED);
    assertThat(gate.reporters()).extracting(SequenceGate.Reporter::node).containsExactly("b", "c");
  }

  private void admitADayAhead(String... nodes) {
    clock.leap(Duration.ofDays(1));
    for (String node : nodes) {
      admit(source(node), span(1, 1));
    }
    clock.leap(Duration.ofDays(-1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverLetsACutInTwice(long seed) {
    var random = new Random(seed);
    Set<Long> in = new HashSet<>();

    for (int i = 0; i < 500; i++) {
      long first = random.nextLong(1, 200);
      long last = first + random.nextLong(4);
      if (admit(source("a"), span(first, last)) instanceof Admission.Admitted) {
        for (long cut = first; cut <= last; cut++) {
          assertThat(in.add(cut)).as("cut %d is new", cut).isTrue();
        }
      }
    }

    assertThat(in).isNotEmpty();
  }
}
