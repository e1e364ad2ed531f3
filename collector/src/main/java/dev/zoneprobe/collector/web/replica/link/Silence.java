// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.link;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Why there is no answer of a collector.
public enum Silence {
  /// There is no connection.
  UNREACHABLE("cannot be reached"),
  /// The time was over.
  LATE("did not answer in time"),
  /// Somebody answers with the certificate of another.
  OTHER_NAME("shows a certificate that is not of that name (web.replicas.host)"),
  /// Somebody answers with a certificate that proves nothing to us.
  UNTRUSTED("shows a certificate that is not trusted (web.replicas.ca)"),
  /// Somebody answers, but no TLS that we understand.
  NO_TLS("does not answer with TLS"),
  /// It ended before its end.
  BROKEN("broke off its answer");

  private final String text;

  Silence(String text) {
    this.text = text;
  }

  /// What somebody does who is silent so, for a person.
  public String text() {
    return text;
  }

  /// Why, if a question ended with `thrown`.
  public static Silence of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException e when e.getCause() != null -> of(e.getCause());
      // The only time limit of a socket is that for connecting.
      case ConnectException _, NoRouteToHostException _, SocketTimeoutException _ -> UNREACHABLE;
      case TimeoutException _ -> LATE;
      case SSLPeerUnverifiedException _ -> OTHER_NAME;
      case SSLException e -> refusal(e).map(Silence::of).orElse(NO_TLS);
      default -> BROKEN;
    };
  }

  private static Optional<CertificateException> refusal(SSLException thrown) {
    return Stream.<Throwable>iterate(thrown, e -> e != null, Throwable::getCause)
        .filter(CertificateException.class::isInstance)
        .map(CertificateException.class::cast)
        .findFirst();
  }

  /// Java gives a reason for a chain that it does not trust, and none for a name that is not there.
  private static Silence of(CertificateException refusal) {
    return refusal.getCause() == null ? OTHER_NAME : UNTRUSTED;
  }
}
