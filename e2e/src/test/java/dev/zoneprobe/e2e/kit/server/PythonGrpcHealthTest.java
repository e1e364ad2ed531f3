// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresProgram(Program.PYTHON_WITH_GRPC)
final class PythonGrpcHealthTest {
  @ParameterizedTest
  @CsvSource({
    "'', SERVING",
    PythonGrpcHealth.SERVING + ", SERVING",
    PythonGrpcHealth.NOT_SERVING + ", NOT_SERVING"
  })
  void saysHowAServiceIs(String service, ServingStatus status) {
    try (PythonGrpcHealth server = PythonGrpcHealth.plain()) {
      assertThat(check(server, InsecureChannelCredentials.create(), service)).isEqualTo(status);
    }
  }

  @Test
  void doesNotKnowOtherServices() {
    try (PythonGrpcHealth server = PythonGrpcHealth.plain()) {
      assertThatThrownBy(() -> check(server, InsecureChannelCredentials.create(), "unheard-of"))
          .hasMessageStartingWith("NOT_FOUND");
    }
  }

  @Test
  void neverAnswersForTheSlowService() {
    try (PythonGrpcHealth server = PythonGrpcHealth.plain()) {
      ChannelCredentials plain = InsecureChannelCredentials.create();

      assertThatThrownBy(() -> check(server, plain, PythonGrpcHealth.SLOW))
          .hasMessageStartingWith("DEADLINE_EXCEEDED");
    }
  }

  @Test
  void speaksTls() throws Exception {
    try (TestAuthority authority = new TestAuthority();
        PythonGrpcHealth server = PythonGrpcHealth.tls(authority.issue("127.0.0.1"))) {
      ChannelCredentials tls =
          TlsChannelCredentials.newBuilder().trustManager(authority.pem().toFile()).build();

      assertThat(check(server, tls, PythonGrpcHealth.SERVING)).isEqualTo(ServingStatus.SERVING);
    }
  }

  private static ServingStatus check(
      PythonGrpcHealth server, ChannelCredentials credentials, String service) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), credentials).build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .check(HealthCheckRequest.newBuilder().setService(service).build())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }
}
