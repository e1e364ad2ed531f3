// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.tls.IdentityFiles;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent's side of the connection, against a real gRPC server that notes what it is shown.
final class CollectorCredentialsTest {
  private final TestAuthority authority = new TestAuthority();
  private final FileWatch watch = new FileWatch();

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
    Files.writeString(folder.resolve("token"), "first\n");
    show(authority.certificate("node-1"));
    watch.start();
  }

  private void show(HeldCertificate held) throws IOException {
    Files.writeString(folder.resolve("tls.crt"), held.certificatePem());
    Files.writeString(folder.resolve("tls.key"), held.privateKeyPkcs8Pem());
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private AccessSettings access(Optional<String> serverName) {
    return new AccessSettings(
        Optional.of(
            new AccessSettings.Tls(
                Optional.of(folder.resolve("ca.crt")),
                Optional.of(
                    new IdentityFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"))),
                serverName)),
        Optional.of(folder.resolve("token")),
        false);
  }

  private ManagedChannel connect(CuriousServer server, Optional<String> serverName) {
    return new CollectorCredentials(access(serverName), watch).channel(server.address()).build();
  }

  private static Status call(ManagedChannel channel) {
    try {
      HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(Duration.ofSeconds(20))
          .check(HealthCheckRequest.getDefaultInstance());
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Test
  void readsTheTokenForEachCall() throws IOException {
    try (CuriousServer server = new CuriousServer(authority, "127.0.0.1")) {
      ManagedChannel channel = connect(server, Optional.empty());

      assertThat(call(channel).isOk()).isTrue();
      Files.writeString(folder.resolve("token"), "second\n");
      assertThat(call(channel).isOk()).isTrue();

      assertThat(server.tokens()).containsExactly("Bearer first", "Bearer second");
      channel.shutdownNow();
    }
  }

  @Test
  void doesNotCallWithoutItsToken() throws IOException {
    try (CuriousServer server = new CuriousServer(authority, "127.0.0.1")) {
      ManagedChannel channel = connect(server, Optional.empty());

      Files.delete(folder.resolve("token"));
      Status status = call(channel);

      assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(status.getDescription()).contains(folder.resolve("token").toString());
      assertThat(server.tokens()).isEmpty();
      channel.shutdownNow();
    }
  }

  @Test
  void showsANewCertificateOnNewConnectionsWhileTheOldOneLivesOn() throws IOException {
    try (CuriousServer server = new CuriousServer(authority, "127.0.0.1")) {
      CollectorCredentials credentials = new CollectorCredentials(access(Optional.empty()), watch);
      ManagedChannel old = credentials.channel(server.address()).build();
      assertThat(call(old).isOk()).isTrue();

      show(authority.certificate("node-2"));

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> {
            ManagedChannel next = credentials.channel(server.address()).build();
            assertThat(call(next).isOk()).isTrue();
            next.shutdownNow();
            assertThat(server.clients()).contains("node-2");
          });
      assertThat(call(old).isOk()).isTrue();
      assertThat(server.clients()).endsWith("node-1");
      old.shutdownNow();
    }
  }

  @Test
  void trustsNoServerOfAnotherAuthority() throws IOException {
    try (CuriousServer server = new CuriousServer(new TestAuthority(), "127.0.0.1")) {
      ManagedChannel channel = connect(server, Optional.empty());

      assertThat(call(channel).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(server.tokens()).isEmpty();
      channel.shutdownNow();
    }
  }

  @Test
  void trustsAServerOfAnotherNameOnlyIfThatIsTheNameToVerify() throws IOException {
    try (CuriousServer server = new CuriousServer(authority, "collector.test")) {
      ManagedChannel strict = connect(server, Optional.empty());
      ManagedChannel named = connect(server, Optional.of("collector.test"));

      assertThat(call(strict).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(call(named).isOk()).isTrue();
      strict.shutdownNow();
      named.shutdownNow();
    }
  }

  @Test
  void namesTheFileThatCannotBeUsed() throws IOException {
    Files.writeString(folder.resolve("tls.key"), authority.certificatePem());

    assertThatThrownBy(() -> new CollectorCredentials(access(Optional.empty()), watch))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(
            "collector.tls: %s: no private key in PEM in this file"
                .formatted(folder.resolve("tls.key")));
  }
}
