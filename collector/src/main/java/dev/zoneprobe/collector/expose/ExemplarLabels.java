// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.merge.NodeExemplar;
import dev.zoneprobe.measure.Attempt;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;

/// Exemplars as Prometheus takes them: their labels may have 128 characters together (OpenMetrics
/// 1.0, "Exemplars"). A node name that does not fit is left out.
final class ExemplarLabels {
  private static final int MAX_CHARACTERS = 128;

  private ExemplarLabels() {}

  static Exemplar exemplar(NodeExemplar one) {
    return new Exemplar(
        one.exemplar().nanos() / 1e9, labels(one), one.exemplar().at().toEpochMilli());
  }

  private static Labels labels(NodeExemplar one) {
    Labels id = Labels.of("attempt_id", Attempt.idText(one.exemplar().attemptId()));
    Labels withSource = withIfItFits(id, "source_node", one.sourceNode());
    return one.exemplar()
        .destinationNode()
        .map(node -> withIfItFits(withSource, "destination_node", node))
        .orElse(withSource);
  }

  private static Labels withIfItFits(Labels labels, String name, String value) {
    long taken =
        labels.stream()
            .mapToLong(label -> characters(label.getName()) + characters(label.getValue()))
            .sum();
    return taken + characters(name) + characters(value) <= MAX_CHARACTERS
        ? labels.add(name, value)
        : labels;
  }

  private static long characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
