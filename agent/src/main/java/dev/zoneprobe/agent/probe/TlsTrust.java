// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom a probe trusts, and whether it was trust that a handshake failed for.
public final class TlsTrust {
  private TlsTrust() {}

  /// Trusts the authorities that `tls` names, or those of the Java runtime.
  ///
  /// @throws IllegalArgumentException naming the file, if it holds no authority that can be read
  public static X509TrustManager of(Endpoint.Tls tls) {
    try {
      return trusting(tls.authorities().map(TlsTrust::authorities));
    } catch (GeneralSecurityException e) {
      String whom = tls.authorities().map(Path::toString).orElse("the Java runtime's authorities");
      throw new IllegalArgumentException("cannot trust " + whom + ": " + e.getMessage(), e);
    }
  }

  /// The reason of a handshake that failed with `failure` or one of its causes.
  public static Failure handshakeFailure(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(TlsTrust::isAboutTheCertificate)
        ? Failure.TLS_CERTIFICATE
        : Failure.TLS_HANDSHAKE;
  }

  private static boolean isAboutTheCertificate(Throwable cause) {
    return cause instanceof CertificateException
        || cause instanceof CertPathValidatorException
        || cause instanceof SSLPeerUnverifiedException;
  }

  private static X509TrustManager trusting(Optional<KeyStore> authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities.orElse(null));
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static KeyStore authorities(Path pem) {
    try (InputStream text = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(text);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("no certificate in " + pem);
      }
      return holding(certificates);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read authorities from " + pem + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "not certificates in PEM: " + pem + " (" + e.getMessage() + ")", e);
    }
  }

  private static KeyStore holding(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + store.size(), certificate);
    }
    return store;
  }
}
