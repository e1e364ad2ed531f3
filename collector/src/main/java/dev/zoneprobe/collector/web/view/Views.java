// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.web.view.matrix.MatrixView;
import dev.zoneprobe.collector.web.view.matrix.TargetsView;
import dev.zoneprobe.collector.web.view.pair.PairFiles;
import dev.zoneprobe.collector.web.view.pair.PairView;
import dev.zoneprobe.collector.web.view.part.ZoneList;
import dev.zoneprobe.measure.Subject.Owner;
import java.util.Map;
import java.util.function.Supplier;

/// Everything that the page shows, each view with what it needs.
///
/// @param history of which pairs and targets are shown
/// @param owners who looks after which target, now
public record Views(
    History history, ZoneList zones, Supplier<Map<Owned, Owner>> owners, SystemView system) {
  MatrixView matrix() {
    return new MatrixView(history, zones);
  }

  PairView pair() {
    return new PairView(history);
  }

  PairFiles files() {
    return new PairFiles(history);
  }

  TargetsView targets() {
    return new TargetsView(history, owners);
  }
}
