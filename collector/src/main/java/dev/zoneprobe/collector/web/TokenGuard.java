// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import dev.zoneprobe.collector.trust.Credentials;
import dev.zoneprobe.collector.trust.Denial;
import dev.zoneprobe.collector.trust.TokenList;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Answers 401 to requests without a bearer token that is in the list, but for health checks: those
/// who make them have none, and learn nothing by them. Thread-safe.
final class TokenGuard implements Handler {
  /// Named one by one: whatever else a path may lead to is not among them.
  private static final Set<String> OPEN =
      Set.of("/healthz/started", "/healthz/live", "/healthz/ready");

  private static final String CHALLENGE = "Bearer realm=\"zoneprobe\"";

  private final Supplier<TokenList<Integer>> tokens;
  private final MeterRegistry meters;

  /// @param tokens those of now
  TokenGuard(Supplier<TokenList<Integer>> tokens, MeterRegistry meters) {
    this.tokens = tokens;
    this.meters = meters;
  }

  @Override
  public void handle(Context request) {
    if (OPEN.contains(request.path())) {
      return;
    }
    Optional<String> token =
        Optional.ofNullable(request.header("Authorization")).flatMap(Credentials::bearer);
    if (token.isEmpty()) {
      deny(request, Denial.NO_TOKEN, CHALLENGE);
    } else if (token.flatMap(tokens.get()::owner).isEmpty()) {
      deny(request, Denial.UNKNOWN_TOKEN, CHALLENGE + ", error=\"invalid_token\"");
    }
  }

  private void deny(Context request, Denial reason, String challenge) {
    Counter.builder("zoneprobe.collector.requests.denied")
        .description("HTTP requests without a bearer token that is known, by reason")
        .tag("reason", reason.label())
        .register(meters)
        .increment();
    request
        .status(HttpStatus.UNAUTHORIZED)
        .header("WWW-Authenticate", challenge)
        .result("a bearer token is needed\n")
        .skipRemainingHandlers();
  }
}
