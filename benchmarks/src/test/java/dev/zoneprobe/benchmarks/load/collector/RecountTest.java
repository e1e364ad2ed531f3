// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecountTest {
  private static final SnapshotPress.Content CONTENT = new SnapshotPress.Content(2, 60);
  private static final SeriesCounts NOTHING = new SeriesCounts(Map.of());
  private static final String ONE = "phase=\"total\",source_zone=\"a\"";
  private static final String OTHER = "phase=\"late\",source_zone=\"a\"";

  @Test
  void isExactIfEverySeriesHasEverySample() {
    Recount recount = recount(NOTHING, new SeriesCounts(Map.of(ONE, 180L, OTHER, 180L)));

    assertThat(recount).isEqualTo(new Recount(360, 0, 0, 2));
    assertThat(recount.isExact()).isTrue();
  }

  @Test
  void doesNotSetOffWhatOneSeriesLacksAgainstWhatAnotherHasTooMany() {
    Recount recount = recount(NOTHING, new SeriesCounts(Map.of(ONE, 120L, OTHER, 240L)));

    assertThat(recount).isEqualTo(new Recount(360, 60, 60, 2));
    assertThat(recount.isExact()).isFalse();
  }

  @Test
  void missesSeriesThatAreNotThere() {
    assertThat(recount(NOTHING, new SeriesCounts(Map.of(ONE, 180L))).lost()).isEqualTo(180);
  }

  @Test
  void leavesOutWhatWasThereBefore() {
    Recount recount =
        recount(
            new SeriesCounts(Map.of(ONE, 1_000L)),
            new SeriesCounts(Map.of(ONE, 1_180L, OTHER, 180L)));

    assertThat(recount.isExact()).isTrue();
  }

  @Test
  void leavesOutOtherZones() {
    SeriesCounts after =
        new SeriesCounts(Map.of(ONE, 180L, OTHER, 180L, "source_zone=\"elsewhere\"", 5L));

    assertThat(recount(NOTHING, after).isExact()).isTrue();
  }

  /// Of three snapshots from zone a.
  private static Recount recount(SeriesCounts before, SeriesCounts after) {
    return Recount.of(Map.of("a", 3L), CONTENT, before, after);
  }
}
