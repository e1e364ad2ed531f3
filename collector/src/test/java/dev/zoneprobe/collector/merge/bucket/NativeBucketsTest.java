// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class NativeBucketsTest {
  private final NativeBuckets buckets = new NativeBuckets();

  @Test
  void takeNoRoomForWhatLiesBetweenTheLowestAndTheHighest() {
    buckets.add(-1_400, 1);
    buckets.add(400, 1);

    assertThat(buckets.room()).isLessThanOrEqualTo(2 * 16);
    assertThat(contents(buckets)).isEqualTo(Map.of(-1_400, 1L, 400, 1L));
  }

  @Test
  void countInWhateverOrderTheBucketsCome() {
    Map<Integer, Long> expected = new TreeMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      int index = random.nextInt(-300, 300);
      buckets.add(index, i);
      expected.merge(index, (long) i, Long::sum);
    }

    assertThat(contents(buckets)).containsExactlyEntriesOf(expected);
  }

  @Test
  void goOnWithoutTheirCopies() {
    buckets.add(1, 1);
    NativeBuckets copy = buckets.copy();

    buckets.add(1, 1);
    copy.add(0, 5);

    assertThat(contents(buckets)).isEqualTo(Map.of(1, 2L));
    assertThat(contents(copy)).isEqualTo(Map.of(0, 5L, 1, 1L));
  }

  private static Map<Integer, Long> contents(NativeBuckets buckets) {
    Map<Integer, Long> contents = new LinkedHashMap<>();
    buckets.forEach(contents::put);
    return contents;
  }
}
