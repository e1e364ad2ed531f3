// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.link;

import dev.zoneprobe.tls.LiveAuthorities;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.OkHttpClient;

/// A client that believes those whom the authorities of now vouch for. Thread-safe.
///
/// Connections are shared between clients only if their TLS sockets have one origin. For other
/// authorities there is a new one, so no connection and no session is used any more that only those
/// before would have let come about.
final class TrustedConnections {
  private final OkHttpClient plain;
  private final LiveAuthorities authorities;
  private volatile Trusting latest;

  /// @param by who vouches
  private record Trusting(List<X509Certificate> by, OkHttpClient client) {}

  TrustedConnections(OkHttpClient plain, LiveAuthorities authorities) {
    this.plain = plain;
    this.authorities = authorities;
    this.latest = trusting(authorities.current());
  }

  /// Two that ask at once after a change may get two, which costs one connection.
  OkHttpClient client() {
    List<X509Certificate> now = authorities.current();
    if (!latest.by.equals(now)) {
      latest = trusting(now);
    }
    return latest.client;
  }

  private Trusting trusting(List<X509Certificate> by) {
    return new Trusting(
        by,
        plain
            .newBuilder()
            .sslSocketFactory(authorities.sockets(), authorities.trustManager())
            .build());
  }
}
