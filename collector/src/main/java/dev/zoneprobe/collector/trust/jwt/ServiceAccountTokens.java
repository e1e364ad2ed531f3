// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.zoneprobe.collector.trust.Authenticator;
import dev.zoneprobe.collector.trust.Credentials;
import dev.zoneprobe.collector.trust.Denial;
import dev.zoneprobe.collector.trust.Verdict;
import dev.zoneprobe.collector.trust.Verdict.Denied;
import dev.zoneprobe.collector.trust.Verdict.SpeaksFor;
import dev.zoneprobe.watch.FileWatch;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Callers that send a token which Kubernetes projected into their pod: each speaks for the node
/// that the token says its pod runs on.
public final class ServiceAccountTokens implements Authenticator {
  /// Those with a private key only: with HS* the published key could sign.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceAccountTokens.class);

  private final TokenTerms terms;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
  private final AtomicBoolean toldOfKeys = new AtomicBoolean();

  /// Whether there were any when they were last asked for.
  private volatile boolean keysAvailable = true;

  /// @param name the key of the settings' section, for those of its files that change
  /// @throws java.io.UncheckedIOException if a file cannot be used
  public ServiceAccountTokens(
      TokenTerms terms, PublishedKeys keys, FileWatch watch, String name, InstantSource clock) {
    this.terms = terms;
    this.clock = clock;
    JWKSource<SecurityContext> source =
        SigningKeys.of(keys, watch, name, available -> keysAvailable = available);
    signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
    signatures.setJWTClaimsSetVerifier((_, _) -> {}); // the terms judge them
  }

  @Override
  public Verdict judge(Credentials shown) {
    return shown
        .token()
        .map(this::judge)
        .orElseGet(() -> new Denied(Denial.NO_TOKEN, "a service-account token is needed"));
  }

  private Verdict judge(String token) {
    try {
      return JWTParser.parse(token) instanceof SignedJWT jwt
              && ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
          ? judge(jwt)
          : new Denied(Denial.WRONG_ALGORITHM, "this token is not signed with RS* or ES*");
    } catch (ParseException _) {
      return new Denied(Denial.MALFORMED_TOKEN, "this token is no JWT");
    }
  }

  private Verdict judge(SignedJWT token) throws ParseException {
    try {
      JWTClaimsSet claims = signatures.process(token, null);
      toldOfKeys.set(false);
      return terms
          .violation(claims, clock.instant())
          .<Verdict>map(why -> why)
          .orElseGet(() -> onNode(claims));
    } catch (BadJWSException _) {
      return new Denied(Denial.WRONG_SIGNATURE, "the signature of this token is wrong");
    } catch (BadJOSEException _) {
      return unknownKey();
    } catch (RateLimitReachedException _) {
      return keysAvailable ? unknownKey() : keysUnavailable();
    } catch (JOSEException e) {
      tellOfKeys(e);
      return keysUnavailable();
    }
  }

  private static Denied unknownKey() {
    return new Denied(Denial.UNKNOWN_KEY, "this token is signed by a key that is not published");
  }

  private static Denied keysUnavailable() {
    return new Denied(Denial.KEYS_UNAVAILABLE, "the keys of tokens cannot be had at the moment");
  }

  private void tellOfKeys(JOSEException problem) {
    if (toldOfKeys.compareAndSet(false, true)) {
      LOG.error("the keys of tokens cannot be had (said once, then at level debug)", problem);
    } else {
      LOG.debug("the keys of tokens cannot be had: {}", problem.getMessage());
    }
  }

  /// Kubernetes names the node since 1.30, in `kubernetes.io.node.name`.
  private static Verdict onNode(JWTClaimsSet claims) {
    Optional<String> node =
        entry(claims.getClaim("kubernetes.io"), "node")
            .flatMap(found -> entry(found, "name"))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(name -> !name.isBlank());
    return node.<Verdict>map(name -> new SpeaksFor(Set.of(name)))
        .orElseGet(() -> new Denied(Denial.NO_NODE, "this token names no node"));
  }

  private static Optional<Object> entry(@Nullable Object map, String key) {
    return map instanceof Map<?, ?> entries
        ? Optional.ofNullable(entries.get(key))
        : Optional.empty();
  }
}
