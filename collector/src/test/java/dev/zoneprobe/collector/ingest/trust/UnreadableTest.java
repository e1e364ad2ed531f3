// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.ingest.trust.Stage.Way;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of bytes that one sends who is let in: what they are, not whose.
final class UnreadableTest {
  private static final String REJECTED = "zoneprobe_collector_snapshots_rejected_total";
  private static final String DENIED = "zoneprobe_collector_calls_denied_total";

  @TempDir private Path folder;

  private static List<Way> ways() {
    return List.of(Way.values());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void bytesThatAreNoFrameAreNotTakenForAnotherNodes(Way way) {
    try (Stage stage = new Stage(way, folder);
        Caller honest = stage.honest()) {
      Status status = honest.deliverRaw("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(stage.metric(DENIED + "{reason=\"other_node\"}")).isZero();
      assertThat(stage.metric(REJECTED + "{reason=\"unreadable\"}")).isEqualTo(1);
    }
  }
}
