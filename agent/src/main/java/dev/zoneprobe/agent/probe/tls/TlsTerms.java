// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.tls.TlsIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// On which terms a probe speaks TLS: whom it trusts, and who it is. Made once for a probe, because
/// that takes longer than a connection does; what trusts the Java runtime's authorities, which are
/// many, is made once for all probes, when the first needs it. Thread-safe.
public final class TlsTerms {
  private static final char[] NO_PASSWORD = {};

  private static final class JavaRuntime {
    static final X509ExtendedTrustManager TRUSTED = trustingItsAuthorities();

    private static X509ExtendedTrustManager trustingItsAuthorities() {
      try {
        return trusting(Optional.empty());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the Java runtime cannot use its own authorities", e);
      }
    }
  }

  private final Optional<X509ExtendedTrustManager> trusted;
  private final Optional<KeyManagerFactory> identity;

  /// Takes what `tls` says.
  public TlsTerms(Endpoint.Tls tls) {
    try {
      this.trusted = tls.skipVerify() ? Optional.empty() : Optional.of(trusting(tls.authorities()));
      this.identity =
          tls.identity().isPresent()
              ? Optional.of(showing(tls.identity().get()))
              : Optional.empty();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the Java runtime cannot use these certificates: " + tls, e);
    }
  }

  /// What judges the certificate of one connection.
  ///
  /// @param expiry told until when the certificate is valid, before it is judged
  public X509ExtendedTrustManager judge(Consumer<Instant> expiry) {
    return new CertificateJudge(trusted, expiry);
  }

  /// The certificate to show to a server that asks for one.
  public Optional<KeyManagerFactory> identity() {
    return identity;
  }

  /// The reason of a handshake that failed with `failure` or one of its causes.
  public static Failure handshakeFailure(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(TlsTerms::isAboutTheCertificate)
        ? Failure.TLS_CERTIFICATE
        : Failure.TLS_HANDSHAKE;
  }

  /// The alert by which the peer ended the connection, if `failure` or one of its causes tells of
  /// one: the Java runtime has no other word for it than its message.
  public static Optional<String> alert(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SSLException.class::isInstance)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .filter(message -> message.contains("Received fatal alert"))
        .findFirst();
  }

  private static boolean isAboutTheCertificate(Throwable cause) {
    return cause instanceof CertificateException
        || cause instanceof CertPathValidatorException
        || cause instanceof SSLPeerUnverifiedException;
  }

  private static X509ExtendedTrustManager trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    return authorities.isEmpty()
        ? JavaRuntime.TRUSTED
        : trusting(Optional.of(holding(authorities)));
  }

  /// @param authorities absent for the Java runtime's
  private static X509ExtendedTrustManager trusting(Optional<KeyStore> authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities.orElse(null));
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static KeyStore holding(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    return store;
  }

  private static KeyManagerFactory showing(TlsIdentity client)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry(
        "client", client.key(), NO_PASSWORD, client.chain().toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
