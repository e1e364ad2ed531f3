// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeSchemaTest {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void endsABucketAtEachPowerOfTwo(int schema) {
    var buckets = new NativeSchema(schema);

    for (int power = -20; power <= 6; power++) {
      double bound = Math.scalb(1.0, power);
      int bucket = power * (1 << schema);

      assertThat(buckets.bucketOf(bound)).isEqualTo(bucket);
      assertThat(buckets.bucketOf(Math.nextDown(bound))).isEqualTo(bucket);
      assertThat(buckets.bucketOf(Math.nextUp(bound))).isEqualTo(bucket + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheDefinitionInExactArithmetic(int schema) {
    var buckets = new NativeSchema(schema);
    var random = new Random(schema);

    for (int i = 0; i < 300; i++) {
      double value = Math.scalb(1 + random.nextDouble(), random.nextInt(-20, 6));
      int bucket = buckets.bucketOf(value);

      assertThat(isAtMostBound(value, bucket, schema)).isTrue();
      assertThat(isAtMostBound(value, bucket - 1, schema)).isFalse();
    }
  }

  @Test
  void refusesASchemaThatPrometheusDoesNotKnow() {
    assertThatThrownBy(() -> new NativeSchema(9)).hasMessage("no native schema 9");
  }

  /// value <= 2^(index / 2^schema), as value^(2^schema) <= 2^index.
  private static boolean isAtMostBound(double value, int index, int schema) {
    BigDecimal power = new BigDecimal(value).pow(1 << schema);
    return index >= 0
        ? power.compareTo(TWO.pow(index)) <= 0
        : power.multiply(TWO.pow(-index)).compareTo(BigDecimal.ONE) <= 0;
  }
}
