// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import java.util.Arrays;
import java.util.List;

/// The upper bounds of a classic histogram, in ascending order; a last one at infinity is implied.
/// Immutable.
public final class ClassicLadder {
  private final double[] upperBounds;

  /// @param bounds in ascending order, none twice
  public ClassicLadder(List<Double> bounds) {
    upperBounds = new double[bounds.size() + 1];
    for (int i = 0; i < bounds.size(); i++) {
      upperBounds[i] = bounds.get(i);
    }
    upperBounds[bounds.size()] = Double.POSITIVE_INFINITY;
  }

  /// How many buckets there are, the one up to infinity included.
  public int buckets() {
    return upperBounds.length;
  }

  /// The bucket whose bound is the lowest that is not below `value`.
  public int bucketOf(double value) {
    int found = Arrays.binarySearch(upperBounds, value);
    return found >= 0 ? found : -found - 1;
  }

  /// All upper bounds, the last one infinite; the caller owns the array.
  public double[] upperBounds() {
    return upperBounds.clone();
  }
}
