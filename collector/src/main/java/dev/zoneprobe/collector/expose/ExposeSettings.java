// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import java.time.Duration;
import java.util.List;

/// Which exact quantiles are exposed.
///
/// @param window that they are computed over
/// @param quantiles between 0 and 1
public record ExposeSettings(Duration window, List<Double> quantiles) {
  /// Copies the list.
  public ExposeSettings {
    quantiles = List.copyOf(quantiles);
  }
}
