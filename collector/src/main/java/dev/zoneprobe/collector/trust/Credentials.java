// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a caller shows.
///
/// @param chain the certificates that it showed in the handshake, its own first; none if it did not
/// @param token what it sent as bearer token; not part of the text form
public record Credentials(List<X509Certificate> chain, Optional<String> token) {
  private static final String SCHEME = "Bearer ";

  /// Copies the chain.
  public Credentials {
    chain = List.copyOf(chain);
  }

  /// The token in the value of a header `Authorization`; empty if it is of another scheme.
  public static Optional<String> bearer(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(authorization.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "%d certificates, %s"
        .formatted(chain.size(), token.isPresent() ? "a token" : "no token");
  }
}
