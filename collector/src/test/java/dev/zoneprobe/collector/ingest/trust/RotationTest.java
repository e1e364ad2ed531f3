// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.ingest.trust.Stage.Way;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What changes while the collector runs: who is there stays, and the next one meets the new.
final class RotationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static double reloads(Stage stage, String file, String outcome) {
    return stage.metric(
        "zoneprobe_collector_file_reloads_total{file=\"%s\",outcome=\"%s\"}"
            .formatted(file, outcome));
  }

  private static void awaitReload(Stage stage, String file, String outcome) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(reloads(stage, file, outcome)).isEqualTo(1));
  }

  private static X509Certificate shownBy(Stage stage) throws IOException {
    HandshakeCertificates client =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(stage.authority.root().certificate())
            .build();
    try (SSLSocket socket =
        (SSLSocket)
            client
                .sslSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), stage.grpcPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsWhileOldOnesLiveOn() throws Exception {
    try (Stage stage = new Stage(Way.TOKENS, folder);
        Caller old = stage.honest()) {
      old.deliver();
      assertThat(old.isAcknowledged()).isTrue();
      HeldCertificate next = stage.authority.certificate("collector.test");

      Authority.write(folder, "server", next);
      awaitReload(stage, "listen.tls", "applied");

      assertThat(shownBy(stage)).isEqualTo(next.certificate());
      old.deliver();
      assertThat(old.isAcknowledged()).isTrue();
      assertThat(
              stage.metric(
                  "zoneprobe_collector_certificate_expiry_timestamp_seconds"
                      + "{certificate=\"listen.tls\"}"))
          .isEqualTo((double) next.certificate().getNotAfter().toInstant().getEpochSecond());
    }
  }

  @Test
  void aBadCertificateIsRefusedAndTheOldOneStays() throws Exception {
    try (Stage stage = new Stage(Way.TOKENS, folder)) {
      X509Certificate before = shownBy(stage);

      Authority.text(folder.resolve("server.crt"), "no certificate at all");
      awaitReload(stage, "listen.tls", "refused");

      assertThat(shownBy(stage)).isEqualTo(before);
    }
  }

  @Test
  void whoseAuthorityIsTrustedNoLongerIsDeniedOnTheConnectionThatHeHas() throws Exception {
    try (Stage stage = new Stage(Way.CERTIFICATE, folder);
        Caller old = stage.honest()) {
      old.deliver();
      assertThat(old.isAcknowledged()).isTrue();

      Authority.write(folder, "clients", stage.stranger.root());
      awaitReload(stage, "listen.tls.clientCa", "applied");
      old.callAgain();

      assertThat(old.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      try (Caller next = stage.with(stage.stranger.certificate(Stage.HONEST))) {
        next.deliver();
        assertThat(next.isAcknowledged()).isTrue();
      }
    }
  }

  @Test
  void aTokenCountsFromWhenItIsInTheFileUntilItIsNot() throws Exception {
    try (Stage stage = new Stage(Way.TOKENS, folder)) {
      stage.writeTokens("the-next-token-of-node-1 node-1\n");
      awaitReload(stage, "agents.tokens", "applied");

      try (Caller next = stage.with("the-next-token-of-node-1");
          Caller old = stage.honest()) {
        next.deliver();
        assertThat(next.isAcknowledged()).isTrue();
        assertThat(old.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void aTokenOfANewKeyMakesTheKeysBeFetchedAgain() throws Exception {
    try (Stage stage = new Stage(Way.KUBERNETES, folder);
        Caller first = stage.honest()) {
      first.deliver();
      assertThat(first.isAcknowledged()).isTrue();

      stage.cluster().rotateKey(Cluster.elliptic("second"));
      try (Caller second = stage.honest()) {
        second.deliver();
        assertThat(second.isAcknowledged()).isTrue();
      }
      assertThat(stage.cluster().requests()).isEqualTo(2);
    }
  }

  @Test
  void strangersCannotMakeTheKeysBeFetchedOnAndOn() throws Exception {
    try (Stage stage = new Stage(Way.KUBERNETES, folder)) {
      for (int i = 0; i < 5; i++) {
        String token = Cluster.signed(Cluster.claims(Stage.HONEST), Cluster.elliptic("no " + i));
        try (Caller stranger = stage.with(token)) {
          assertThat(stranger.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
      }

      assertThat(stage.cluster().requests()).isEqualTo(2);
      try (Caller honest = stage.honest()) {
        honest.deliver();
        assertThat(honest.isAcknowledged()).isTrue();
      }
    }
  }

  @Test
  void anAgentIsToldToComeBackWhileTheKeysCannotBeHad() throws Exception {
    try (Stage stage = new Stage(Way.KUBERNETES, folder)) {
      stage.cluster().stopAnswering();

      try (Caller honest = stage.honest()) {
        assertThat(honest.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      }
      assertThat(
              stage.metric("zoneprobe_collector_calls_denied_total{reason=\"keys_unavailable\"}"))
          .isPositive();
    }
  }
}
