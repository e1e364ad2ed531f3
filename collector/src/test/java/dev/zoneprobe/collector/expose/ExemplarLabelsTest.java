// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.merge.NodeExemplar;
import dev.zoneprobe.measure.interval.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExemplarLabelsTest {
  private static Labels labels(String sourceNode, String destinationNode) {
    Exemplar exemplar = new Exemplar(1_500_000, NOW, 255, Optional.of(destinationNode));
    return ExemplarLabels.exemplar(new NodeExemplar(sourceNode, exemplar)).getLabels();
  }

  @Test
  void nameBothNodesAndTheAttempt() {
    assertThat((Object) labels("a", "b"))
        .isEqualTo(
            Labels.of(
                "attempt_id", "00000000000000ff", "source_node", "a", "destination_node", "b"));
  }

  @Test
  void fillTheLimitOf128Characters() {
    assertThat(labels("a".repeat(40), "b".repeat(35)).get("destination_node")).hasSize(35);
  }

  @Test
  void leaveOutANodeThatDoesNotFit() {
    Labels labels = labels("a".repeat(40), "b".repeat(36));

    assertThat(labels.contains("destination_node")).isFalse();
    assertThat(labels.get("source_node")).hasSize(40);
  }
}
