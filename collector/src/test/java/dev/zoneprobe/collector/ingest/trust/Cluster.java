// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.tls.HandshakeCertificates;

/// Stands for the API server of a Kubernetes cluster: it issues tokens of service accounts, and
/// publishes the keys for them to whoever shows a token of its own.
final class Cluster implements AutoCloseable {
  static final String ISSUER = "https://cluster.test";
  static final String READER = "token-of-the-collector";

  private final MockWebServer server = new MockWebServer();
  private volatile JWK key = rsa("first");
  private volatile boolean answers = true;

  /// Publishes over TLS, with a certificate of `authority`.
  Cluster(Authority authority) {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(authority.certificate("cluster.test"))
            .build()
            .sslSocketFactory());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MockResponse answer(RecordedRequest request) {
    boolean known = ("Bearer " + READER).equals(request.getHeaders().get("Authorization"));
    return known && answers
        ? new MockResponse(200, Headers.of(), new JWKSet(key).toString(true))
        : new MockResponse.Builder().code(known ? 503 : 401).build();
  }

  String keysUrl() {
    return "https://127.0.0.1:" + server.getPort() + "/openid/v1/jwks";
  }

  int requests() {
    return server.getRequestCount();
  }

  void stopAnswering() {
    answers = false;
  }

  /// Signs with another key from now on, and publishes that one alone.
  void rotateKey(JWK next) {
    key = next;
  }

  static JWK rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static JWK elliptic(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /// What an honest agent's token says.
  static JWTClaimsSet.Builder claims(String node) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("zoneprobe")
        .subject("system:serviceaccount:monitoring:zoneprobe-agent")
        .notBeforeTime(Date.from(now.minusSeconds(5)))
        .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
        .claim("kubernetes.io", Map.of("namespace", "monitoring", "node", Map.of("name", node)));
  }

  String token(JWTClaimsSet.Builder claims) {
    return signed(claims, key);
  }

  static String signed(JWTClaimsSet.Builder claims, JWK key) {
    try {
      return switch (key.getKeyType().getValue()) {
        case "RSA" ->
            signed(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key.toRSAKey()));
        default ->
            signed(claims, JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(key.toECKey()));
      };
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /// As somebody would try who knows the published key only.
  String signedWithThePublishedKey(JWTClaimsSet.Builder claims) {
    try {
      byte[] published = key.toRSAKey().toRSAPublicKey().getEncoded();
      return signed(claims, JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(published));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String unsigned(JWTClaimsSet.Builder claims) {
    return new PlainJWT(claims.build()).serialize();
  }

  private static String signed(
      JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  @Override
  public void close() {
    server.close();
  }
}
