// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.ingest.trust.Stage.Way;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.PlanRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of requests for plans that are too large, or too many, from one who is let in.
final class HostilePlanTest {
  private static final int UNKNOWN_FIELD = 1_000;

  @TempDir private Path folder;
  private Stage stage;
  private Caller caller;

  @BeforeEach
  void start() {
    stage = new Stage(Way.TOKENS, folder);
    caller = stage.honest();
  }

  @AfterEach
  void stop() {
    caller.close();
    stage.close();
  }

  private static PlanRequest.Builder request(String node) {
    return PlanRequest.newBuilder().setSource(SnapshotEncoder.source(Snapshots.source(node)));
  }

  private static byte[] withUnknownBytes(String node, int bytes) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
            .build();
    return request(node)
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(UNKNOWN_FIELD, field).build())
        .build()
        .toByteArray();
  }

  @Test
  void aRequestOfMiBIsNotRead() {
    Status status = caller.planRaw(withUnknownBytes(Stage.HONEST, 3 << 20)).status();

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("4096 bytes");
    assertThat(caller.planFor(Stage.HONEST).isOk()).isTrue();
  }

  @Test
  void aRequestThatIsNoneIsNotTakenForAnotherNodes() {
    Status status = caller.planRaw(new byte[] {7, 7, 7}).status();

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(stage.metric("zoneprobe_collector_calls_denied_total{reason=\"other_node\"}"))
        .isZero();
  }

  @Test
  void whatIsCompressedIsNotUnpacked() {
    assertThat(caller.compressedPlan().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void aThirdStreamOfANodeEndsItsFirst() throws InterruptedException {
    List<RawCall> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(caller.planRaw(request(Stage.HONEST).build().toByteArray()));
      assertThat(calls.getLast().isAnswered()).isTrue();
    }

    assertThat(calls.removeFirst().status().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(calls).allMatch(RawCall::isOpen);
  }

  @Test
  void whatWasReadTakesNoRoomFromFramesThatArrive() throws InterruptedException {
    List<RawCall> open = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      open.add(caller.planRaw(withUnknownBytes(Stage.HONEST, 3_000)));
      assertThat(open.getLast().isAnswered()).isTrue();
    }

    assertThat(open).allMatch(RawCall::isOpen);
    assertThat(stage.metric("zoneprobe_collector_frames_arriving_bytes")).isZero();
  }
}
