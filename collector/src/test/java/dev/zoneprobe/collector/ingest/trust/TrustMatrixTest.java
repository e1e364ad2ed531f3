// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import static io.grpc.Status.Code.PERMISSION_DENIED;
import static io.grpc.Status.Code.UNAUTHENTICATED;
import static io.grpc.Status.Code.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.zoneprobe.collector.ingest.trust.Stage.Way;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who is let in and who is not: a real agent's client over a real connection, with real
/// certificates and tokens, and an honest agent beside it that must not notice anything.
final class TrustMatrixTest {
  private static final String HANDSHAKE = "zoneprobe_collector_handshakes_failed_total";

  @TempDir private Path folder;

  /// @param counter the series that tells of it
  record Row(
      String name, Way way, Function<Stage, Caller> caller, Status.Code status, String counter) {
    @Override
    public String toString() {
      return way + ": " + name;
    }
  }

  private static Row handshake(String name, Function<Stage, Caller> caller) {
    return new Row(name, Way.CERTIFICATE, caller, UNAVAILABLE, HANDSHAKE);
  }

  private static Row denied(
      String name, Way way, Function<Stage, Caller> caller, Status.Code status, String reason) {
    String counter = "zoneprobe_collector_calls_denied_total{reason=\"%s\"}".formatted(reason);
    return new Row(name, way, caller, status, counter);
  }

  private static Row certificate(
      String name, Function<Stage, Caller> caller, Status.Code status, String reason) {
    return denied(name, Way.CERTIFICATE, caller, status, reason);
  }

  private static Row listed(
      String name, Function<Stage, Caller> caller, Status.Code status, String reason) {
    return denied(name, Way.TOKENS, caller, status, reason);
  }

  private static Row account(String name, Function<Cluster, String> token, String reason) {
    return denied(
        name,
        Way.KUBERNETES,
        stage -> stage.with(token.apply(stage.cluster())),
        UNAUTHENTICATED,
        reason);
  }

  private static Row otherAccount(String name, Function<Cluster, String> token, String reason) {
    return denied(
        name,
        Way.KUBERNETES,
        stage -> stage.with(token.apply(stage.cluster())),
        PERMISSION_DENIED,
        reason);
  }

  private static List<Row> certificates() {
    return List.of(
        handshake("no TLS", Stage::inTheClear),
        handshake("no certificate", Stage::withNothing),
        handshake("wrong CA", stage -> stage.with(stage.stranger.certificate("node-1"))),
        handshake("expired certificate", stage -> stage.with(stage.authority.expired("node-1"))),
        certificate(
            "certificate of another node",
            stage -> stage.with(stage.authority.certificate("node-2")),
            PERMISSION_DENIED,
            "other_node"),
        certificate(
            "other node in the common name",
            stage -> stage.with(stage.authority.commonName("node-2")),
            PERMISSION_DENIED,
            "other_node"));
  }

  private static List<Row> tokens() {
    return List.of(
        listed("no token", Stage::withNothing, UNAUTHENTICATED, "no_token"),
        listed(
            "unknown token",
            stage -> stage.with("a-token-that-nobody-issued"),
            UNAUTHENTICATED,
            "unknown_token"),
        listed(
            "token of another node",
            stage -> stage.with("the-token-of-node-2"),
            PERMISSION_DENIED,
            "other_node"));
  }

  private static List<Row> signatures() {
    return List.of(
        denied("no token", Way.KUBERNETES, Stage::withNothing, UNAUTHENTICATED, "no_token"),
        account("no JWT", _ -> Stage.HONEST_TOKEN, "malformed_token"),
        account("alg none", _ -> Cluster.unsigned(claims()), "wrong_algorithm"),
        account(
            "HS256 with the public key",
            cluster -> cluster.signedWithThePublishedKey(claims()),
            "wrong_algorithm"),
        account(
            "unknown key", _ -> Cluster.signed(claims(), Cluster.rsa("unheard of")), "unknown_key"),
        account(
            "somebody else's key in the name of the published one",
            _ -> Cluster.signed(claims(), Cluster.rsa("first")),
            "wrong_signature"));
  }

  private static List<Row> claimsOfTokens() {
    return List.of(
        account(
            "wrong issuer",
            cluster -> cluster.token(claims().issuer("https://other.test")),
            "wrong_issuer"),
        account(
            "wrong audience",
            cluster -> cluster.token(claims().audience("https://cluster.test")),
            "wrong_audience"),
        account(
            "other service account",
            cluster -> cluster.token(claims().subject("system:serviceaccount:shop:checkout")),
            "wrong_account"),
        account(
            "expired token",
            cluster -> cluster.token(claims().expirationTime(minutesFromNow(-2))),
            "expired_token"),
        account(
            "token without an end",
            cluster -> cluster.token(claims().expirationTime(null)),
            "expired_token"),
        account(
            "token of tomorrow",
            cluster -> cluster.token(claims().notBeforeTime(minutesFromNow(2))),
            "expired_token"),
        otherAccount(
            "token of another node",
            cluster -> cluster.token(Cluster.claims("node-2")),
            "other_node"),
        otherAccount(
            "token without a node",
            cluster -> cluster.token(claims().claim("kubernetes.io", Map.of("namespace", "m"))),
            "no_node"));
  }

  private static JWTClaimsSet.Builder claims() {
    return Cluster.claims(Stage.HONEST);
  }

  private static Date minutesFromNow(int minutes) {
    return Date.from(Instant.now().plusSeconds(60L * minutes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"certificates", "tokens", "signatures", "claimsOfTokens"})
  void strangersAreDeniedAndCountedWhileTheHonestAgentGoesOn(Row row) throws InterruptedException {
    try (Stage stage = new Stage(row.way, folder);
        Caller honest = stage.honest()) {
      honest.deliver();
      assertThat(honest.isAcknowledged()).isTrue();
      assertThat(stage.metric(row.counter)).isZero();

      try (Caller stranger = row.caller.apply(stage)) {
        stranger.deliver();
        Status status = stranger.status();

        assertThat(status.getCode()).as(status.toString()).isEqualTo(row.status);
      }

      await().untilAsserted(() -> assertThat(stage.metric(row.counter)).isPositive());
      honest.deliver();
      assertThat(honest.isAcknowledged()).isTrue();
      assertThat(stage.metric("zoneprobe_collector_snapshots_received_total")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anHonestAgentIsDeniedFromTheFirstSnapshotOfAnotherNodeOn(Way way)
      throws InterruptedException {
    try (Stage stage = new Stage(way, folder);
        Caller turncoat = stage.honest()) {
      turncoat.deliver();
      assertThat(turncoat.isAcknowledged()).isTrue();

      turncoat.deliverFor("node-2");
      turncoat.deliver();
      Status status = turncoat.status();

      assertThat(status.getCode()).isEqualTo(PERMISSION_DENIED);
      assertThat(status.getDescription()).contains("node-1").doesNotContain("node-2");
      assertThat(stage.metric("zoneprobe_collector_snapshots_received_total")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aPlanIsForTheCallersOwnNodeOnly(Way way) {
    try (Stage stage = new Stage(way, folder);
        Caller honest = stage.honest()) {
      assertThat(honest.planFor("node-1").getCode()).isEqualTo(Status.Code.OK);
      assertThat(honest.planFor("node-2").getCode()).isEqualTo(PERMISSION_DENIED);
    }
  }

  private static List<Way> ways() {
    return List.of(Way.values());
  }
}
