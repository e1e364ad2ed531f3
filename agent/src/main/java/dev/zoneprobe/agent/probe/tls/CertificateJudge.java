// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Reports when the certificate of a server expires, and decides whether it is to be trusted. The
/// expiry is reported even if the certificate is then rejected.
final class CertificateJudge extends X509ExtendedTrustManager {
  private final Optional<X509ExtendedTrustManager> trusted;
  private final Consumer<Instant> expiry;

  /// @param trusted decides; if absent, every certificate is trusted
  CertificateJudge(Optional<X509ExtendedTrustManager> trusted, Consumer<Instant> expiry) {
    this.trusted = trusted;
    this.expiry = expiry;
  }

  private Optional<X509ExtendedTrustManager> noting(X509Certificate[] chain) {
    expiry.accept(chain[0].getNotAfter().toInstant());
    return trusted;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    Optional<X509ExtendedTrustManager> judge = noting(chain);
    if (judge.isPresent()) {
      judge.get().checkServerTrusted(chain, authType, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    Optional<X509ExtendedTrustManager> judge = noting(chain);
    if (judge.isPresent()) {
      judge.get().checkServerTrusted(chain, authType, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unnamed();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw unnamed();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw unnamed();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unnamed();
  }

  private static CertificateException unnamed() {
    return new CertificateException("only servers are judged, and only by their names");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted
        .map(X509ExtendedTrustManager::getAcceptedIssuers)
        .orElseGet(() -> new X509Certificate[0]);
  }
}
