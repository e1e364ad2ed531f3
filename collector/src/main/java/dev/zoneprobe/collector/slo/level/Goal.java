// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import java.math.BigDecimal;
import java.time.Duration;

/// What share of the attempts has to be good.
public sealed interface Goal {
  BigDecimal HUNDRED = new BigDecimal(100);

  /// In percent, from 95 to 99.999.
  BigDecimal percent();

  /// What is counted.
  Indicator indicator();

  /// The share that may be bad, such as 0.001 for 99.9 %.
  default BigDecimal budget() {
    return HUNDRED.subtract(percent()).movePointLeft(2).stripTrailingZeros();
  }

  /// So many succeed within a threshold.
  record Fast(BigDecimal percent, Duration threshold) implements Goal {
    @Override
    public Indicator indicator() {
      return Indicator.LATENCY;
    }

    /// The threshold, as Prometheus counts.
    public BigDecimal seconds() {
      return BigDecimal.valueOf(threshold.toNanos(), 9).stripTrailingZeros();
    }
  }

  /// So many succeed.
  record Available(BigDecimal percent) implements Goal {
    @Override
    public Indicator indicator() {
      return Indicator.AVAILABILITY;
    }
  }
}
