// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.zoneprobe.collector.trust.Authenticator;
import dev.zoneprobe.collector.trust.Credentials;
import dev.zoneprobe.collector.trust.Denial;
import dev.zoneprobe.collector.trust.Verdict;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/// What is said of tokens while the keys that they are signed with cannot be had.
final class ServiceAccountTokensTest {
  private static final TokenTerms TERMS =
      new TokenTerms("https://cluster.test", "zoneprobe", ServiceAccount.of("monitoring/agent"));

  private static Authenticator tokens(int port) {
    PublishedKeys keys =
        PublishedKeys.of("http://127.0.0.1:" + port + "/", Optional.empty(), Optional.empty());
    return new ServiceAccountTokens(
        TERMS, keys, new FileWatch(), "agents.kubernetes", InstantSource.system());
  }

  private static ECKey key(String id) throws Exception {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  private static Credentials signed(ECKey key) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder().issuer(TERMS.issuer()).build());
    token.sign(new ECDSASigner(key));
    return new Credentials(List.of(), Optional.of(token.serialize()));
  }

  private static Denial denial(Authenticator tokens, Credentials shown) {
    return switch (tokens.judge(shown)) {
      case Verdict.Denied denied -> denied.reason();
      case Verdict other -> throw new AssertionError(other);
    };
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }

  @Test
  void everyoneIsToldThatThereAreNoKeysAlsoWhoeverMakesNobodyAskForThem() throws Exception {
    Authenticator tokens = tokens(closedPort());
    Credentials honest = signed(key("first"));

    List<Denial> denials = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      denials.add(denial(tokens, honest));
    }

    assertThat(denials).isEqualTo(Collections.nCopies(5, Denial.KEYS_UNAVAILABLE));
  }

  @Test
  void aStrangersKeyIsUnknownAsSoonAsTheKeysAreThereAgain() throws Exception {
    Credentials stranger = signed(key("no"));
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(new MockResponse.Builder().code(503).build());
      server.enqueue(new MockResponse(200, Headers.of(), new JWKSet(key("first")).toString(true)));
      server.start();
      Authenticator tokens = tokens(server.getPort());

      assertThat(denial(tokens, stranger)).isEqualTo(Denial.KEYS_UNAVAILABLE);
      for (int i = 0; i < 3; i++) {
        assertThat(denial(tokens, stranger)).isEqualTo(Denial.UNKNOWN_KEY);
      }
      assertThat(server.getRequestCount()).isEqualTo(2);
    }
  }
}
