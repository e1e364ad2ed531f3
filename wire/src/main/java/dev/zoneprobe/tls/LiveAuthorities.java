// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import dev.zoneprobe.watch.FileValue;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The certificate authorities that we trust, as their file says now; each handshake is judged by
/// those of its moment. Thread-safe.
public final class LiveAuthorities implements Expiring {
  private final AdvancedTlsX509TrustManager judge;
  private final FileValue<List<X509Certificate>> authorities;

  private LiveAuthorities(FileWatch watch, String name, Path file, Verification verification) {
    this.judge = judging(verification);
    this.authorities =
        watch.follow(
            name, List.of(file), () -> PemFile.named(file, PemFile::certificates), this::trust);
  }

  /// Judges servers, by their names too.
  ///
  /// @param name the key of the setting that names the file
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public static LiveAuthorities ofServers(FileWatch watch, String name, Path file) {
    return new LiveAuthorities(
        watch, name, file, Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION);
  }

  /// Judges clients, whose names mean nothing to TLS.
  ///
  /// @param name the key of the setting that names the file
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public static LiveAuthorities ofClients(FileWatch watch, String name, Path file) {
    return new LiveAuthorities(watch, name, file, Verification.CERTIFICATE_ONLY_VERIFICATION);
  }

  private static AdvancedTlsX509TrustManager judging(Verification verification) {
    try {
      return AdvancedTlsX509TrustManager.newBuilder().setVerification(verification).build();
    } catch (CertificateException e) {
      throw new IllegalStateException("the Java runtime cannot judge certificates", e);
    }
  }

  private void trust(List<X509Certificate> trusted) {
    try {
      judge.updateTrustCredentials(trusted.toArray(X509Certificate[]::new));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot be trusted: " + e.getMessage(), e);
    }
  }

  /// For a TLS context.
  public X509ExtendedTrustManager trustManager() {
    return judge;
  }

  /// For connections to servers that they vouch for; each is judged by those of its moment.
  public SSLSocketFactory sockets() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {judge}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }

  /// Those of now; never empty.
  public List<X509Certificate> current() {
    return authorities.get();
  }

  @Override
  public String name() {
    return authorities.name();
  }

  /// When the first of them ends to be valid.
  @Override
  public Instant expiry() {
    return TlsIdentity.firstExpiry(current());
  }
}
