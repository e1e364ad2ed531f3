// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import java.util.Arrays;

/// The exponential buckets of Prometheus' native histograms for one schema. Immutable.
///
/// Bucket `i` of schema `s` holds the values in (base^(i-1), base^i], where base = 2^(2^-s): each
/// power of two is split into 2^s buckets, and every power of two is an upper bound. A value is
/// therefore taken apart into its binary exponent, which is exact, and its fraction, which is
/// looked up among the 2^s bounds below one: no logarithm decides at a bound. (Prometheus: "Native
/// Histograms", section "Schema".)
public final class NativeSchema {
  /// Coarsest schema: one bucket for each power of two.
  public static final int COARSEST = 0;

  /// Finest schema that Prometheus knows.
  public static final int FINEST = 8;

  private final int schema;
  private final double[] fractionBounds;

  /// @param schema from [#COARSEST] to [#FINEST]
  public NativeSchema(int schema) {
    if (schema < COARSEST || schema > FINEST) {
      throw new IllegalArgumentException("no native schema " + schema);
    }
    this.schema = schema;
    int bucketsPerDoubling = 1 << schema;
    fractionBounds = new double[bucketsPerDoubling];
    for (int i = 0; i < bucketsPerDoubling; i++) {
      fractionBounds[i] = Math.pow(2, (double) i / bucketsPerDoubling - 1);
    }
  }

  public int number() {
    return schema;
  }

  /// The bucket that `value` falls into.
  ///
  /// @param value positive, finite and not subnormal
  public int bucketOf(double value) {
    int exponent = Math.getExponent(value) + 1;
    double fraction = Math.scalb(value, -exponent); // from 0.5 to below 1
    int found = Arrays.binarySearch(fractionBounds, fraction);
    int withinDoubling = found >= 0 ? found : -found - 1;
    return withinDoubling + (exponent - 1) * fractionBounds.length;
  }
}
