// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.proto.PlanRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class PlanRequestMarshallerTest {
  private final PlanRequestMarshaller marshaller = new PlanRequestMarshaller();

  @Test
  void leavesOutWhatNobodyKnows() throws InvalidFrameException {
    UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
    for (int i = 1_000; i < 2_000; i++) {
      unknown.addField(i, UnknownFieldSet.Field.newBuilder().addVarint(1).build());
    }
    PlanRequest request =
        PlanRequest.newBuilder().setTakesChanges(true).setUnknownFields(unknown.build()).build();

    PlanRequest read = marshaller.parse(request.toByteString().newInput()).message();

    assertThat(read).isEqualTo(PlanRequest.newBuilder().setTakesChanges(true).build());
  }

  @Test
  void readsNoMoreThanItNeedsToRefuse() throws Exception {
    try (InputStream bytes = new ByteArrayInputStream(new byte[1 << 20])) {
      Arrived<PlanRequest> arrived = marshaller.parse(bytes);

      assertThatThrownBy(arrived::message)
          .isInstanceOf(InvalidFrameException.class)
          .hasMessageContaining("4096");
      assertThat(bytes.available()).isEqualTo((1 << 20) - PlanRequestMarshaller.MOST_BYTES - 1);
    }
  }
}
