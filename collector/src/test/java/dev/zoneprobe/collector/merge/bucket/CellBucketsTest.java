// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellBucketsTest {
  private static final List<Double> BOUNDS =
      List.of(
          0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
          30.0);

  private final ClassicLadder ladder = new ClassicLadder(BOUNDS);
  private final NativeSchema schema = new NativeSchema(6);
  private final CellBuckets buckets = new CellBuckets(schema, ladder);

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private static int cell(double seconds) {
    return LatencyHistogram.cell(nanos(seconds));
  }

  @Test
  void countsADurationOfExactlyABoundAtThatBound() {
    for (int i = 0; i < BOUNDS.size(); i++) {
      assertThat(buckets.classicBucket(cell(BOUNDS.get(i)))).as("%s s", BOUNDS.get(i)).isEqualTo(i);
    }
  }

  @Test
  void countsADurationInTheNextCellAboveTheBound() {
    for (int i = 0; i < BOUNDS.size(); i++) {
      int above = cell(BOUNDS.get(i)) + 1;

      assertThat(buckets.classicBucket(above)).as("above %s s", BOUNDS.get(i)).isEqualTo(i + 1);
      assertThat(LatencyHistogram.shortestNanos(above) / 1e9)
          .as("a thousandth above %s s, or 0.512 µs", BOUNDS.get(i))
          .isLessThanOrEqualTo(Math.max(BOUNDS.get(i) * 1.001, BOUNDS.get(i) + 0.512e-6));
    }
  }

  @Test
  void countsADurationOfTheLowestOfSeveralBoundsInACellThere() {
    var dense = new CellBuckets(schema, new ClassicLadder(List.of(1.0, 1.00001, 1.00002)));

    assertThat(dense.classicBucket(cell(1.0))).isZero();
    assertThat(dense.classicBucket(cell(1.0) + 1)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 6, 8})
  void countsADurationOfExactlyANativeBoundAtThatBound(int number) {
    var each = new CellBuckets(new NativeSchema(number), ladder);

    for (int power = -6; power <= 5; power++) {
      int bucket = power * (1 << number);
      int cell = cell(Math.scalb(1.0, power));

      assertThat(each.nativeBucket(cell)).as("2^%d s", power).isEqualTo(bucket);
      assertThat(each.nativeBucket(cell + 1)).as("above 2^%d s", power).isEqualTo(bucket + 1);
    }
  }

  @Test
  void countsACellThatIsWiderThanANativeBucketWhereItsMiddleLies() {
    for (int cell = 0; cell < cell(20e-6); cell++) {
      double middle = LatencyHistogram.middleNanos(cell) / 1e9;

      assertThat(buckets.nativeBucket(cell)).isEqualTo(schema.bucketOf(middle));
    }
  }

  @Test
  void countsNoDurationAboveItsOwnBucketAndNoneFurtherBelowThanItsCellReaches() {
    var random = new Random(1);

    for (int i = 0; i < 100_000; i++) {
      double exponent = random.nextDouble(Math.log(100e-6), Math.log(60));
      long nanos = Math.min(nanos(Math.exp(exponent)), LatencyHistogram.HIGHEST_NANOS);
      int cell = LatencyHistogram.cell(nanos);
      double shortest = LatencyHistogram.shortestNanos(cell) / 1e9;

      assertThat(buckets.classicBucket(cell))
          .isBetween(ladder.bucketOf(shortest), ladder.bucketOf(nanos / 1e9));
      assertThat(buckets.nativeBucket(cell))
          .isBetween(schema.bucketOf(shortest), schema.bucketOf(nanos / 1e9));
    }
  }
}
