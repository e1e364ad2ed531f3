// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.measure.interval.Exemplar;
import java.time.Instant;
import java.util.Comparator;

/// An attempt that stands for a histogram, and the node that made it.
public record NodeExemplar(String sourceNode, Exemplar exemplar) {
  // The later ones only break ties: which snapshot came first must not matter.
  private static final Comparator<NodeExemplar> ORDER =
      Comparator.comparing((NodeExemplar one) -> one.exemplar.at())
          .thenComparingLong(one -> one.exemplar.nanos())
          .thenComparingLong(one -> one.exemplar.attemptId())
          .thenComparing(NodeExemplar::sourceNode);

  /// The same, but not later than `now`: a clock that is ahead must not hold its place for ever.
  static NodeExemplar of(String sourceNode, Exemplar exemplar, Instant now) {
    Instant at = exemplar.at().isAfter(now) ? now : exemplar.at();
    return new NodeExemplar(
        sourceNode,
        new Exemplar(exemplar.nanos(), at, exemplar.attemptId(), exemplar.destinationNode()));
  }

  static NodeExemplar newer(NodeExemplar a, NodeExemplar b) {
    return ORDER.compare(a, b) >= 0 ? a : b;
  }
}
