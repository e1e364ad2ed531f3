// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

import dev.zoneprobe.collector.trust.Verdict.Denied;
import dev.zoneprobe.collector.trust.Verdict.SpeaksFor;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Callers that send a token of a list: each speaks for the node that its line names.
public final class TokenHolders implements Authenticator {
  private final Supplier<TokenList<String>> tokens;

  /// @param tokens those of now
  public TokenHolders(Supplier<TokenList<String>> tokens) {
    this.tokens = tokens;
  }

  @Override
  public Verdict judge(Credentials shown) {
    if (shown.token().isEmpty()) {
      return new Denied(Denial.NO_TOKEN, "a bearer token is needed");
    }
    Optional<String> node = shown.token().flatMap(tokens.get()::owner);
    return node.<Verdict>map(name -> new SpeaksFor(Set.of(name)))
        .orElseGet(() -> new Denied(Denial.UNKNOWN_TOKEN, "this token is not known"));
  }
}
