// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.zoneprobe.collector.trust.Denial;
import dev.zoneprobe.collector.trust.Verdict.Denied;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/// What a token must say of itself.
///
/// @param issuer exactly its `iss`
/// @param audience one of its `aud`
/// @param account exactly its `sub`
public record TokenTerms(String issuer, String audience, ServiceAccount account) {
  /// Clocks of a cluster's nodes may differ so much.
  private static final Duration LENIENCE = Duration.ofSeconds(30);

  /// What is wrong with the claims of a token whose signature is right; empty if nothing is.
  Optional<Denied> violation(JWTClaimsSet claims, Instant now) {
    if (!issuer.equals(claims.getIssuer())) {
      return denied(Denial.WRONG_ISSUER, "this token is not from issuer " + issuer);
    }
    if (!claims.getAudience().contains(audience)) {
      return denied(Denial.WRONG_AUDIENCE, "this token is not for audience " + audience);
    }
    if (!account.subject().equals(claims.getSubject())) {
      return denied(Denial.WRONG_ACCOUNT, "this token is not of service account " + account);
    }
    Optional<Date> until = Optional.ofNullable(claims.getExpirationTime());
    if (until.isEmpty() || now.isAfter(until.get().toInstant().plus(LENIENCE))) {
      return denied(Denial.EXPIRED_TOKEN, "this token has expired, or never does");
    }
    Optional<Date> from = Optional.ofNullable(claims.getNotBeforeTime());
    if (from.isPresent() && now.isBefore(from.get().toInstant().minus(LENIENCE))) {
      return denied(Denial.EXPIRED_TOKEN, "this token is not valid yet");
    }
    return Optional.empty();
  }

  private static Optional<Denied> denied(Denial reason, String problem) {
    return Optional.of(new Denied(reason, problem));
  }
}
