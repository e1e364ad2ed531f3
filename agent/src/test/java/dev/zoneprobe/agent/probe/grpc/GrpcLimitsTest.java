// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that are larger than any that is meant well.
final class GrpcLimitsTest {
  private static final String NO_NOTE = "";
  private static final String STATUS_OF_LARGE_MESSAGES = "RESOURCE_EXHAUSTED";

  private final EventLoops loops = EventLoops.start(1);

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void takesAMessageOfFourKibibytes() throws IOException {
    assertThat(answered(NO_NOTE, serving(4096)).outcome()).isEqualTo(new Outcome.Success());
  }

  @Test
  void refusesALargerMessageEvenIfTheStatusForItIsExpected() throws IOException {
    Attempt attempt = answered(NO_NOTE, serving(4097));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.GRPC_STATUS, Phase.TRANSFER));
    assertThat(attempt.trace().detail().orElseThrow())
        .contains(STATUS_OF_LARGE_MESSAGES, "exceeds maximum size 4096");
  }

  @Test
  void tellsHeadersThatAreTooLarge() throws IOException {
    assertThat(answered("x".repeat(9_000), serving(10)).outcome())
        .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.ROUND_TRIP));
  }

  @Test
  void tellsHeadersThatAreTooLargeToGoOnOverTheConnection() throws IOException {
    assertThat(answered("x".repeat(16_000), serving(10)).outcome())
        .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.ROUND_TRIP));
  }

  /// A health check that passes, made longer by a field that nobody knows.
  private static byte[] serving(int length) {
    int rest = length - 5;
    byte[] message = new byte[length];
    byte[] begin = {8, 1, 0x7a, (byte) (0x80 | (rest & 0x7f)), (byte) (rest >> 7)};
    System.arraycopy(begin, 0, message, 0, begin.length);
    return message;
  }

  private Attempt answered(String note, byte[] message) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          Http2Peer peer = Http2Peer.accept(connection);
          peer.answer(peer.readRequest(), note, message);
        })) {
      Endpoint.Grpc endpoint =
          new Endpoint.Grpc(
              "127.0.0.1",
              server.port(),
              "",
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Set.of(STATUS_OF_LARGE_MESSAGES));
      try (GrpcProbe probe = new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops)) {
        return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
      }
    }
  }
}
