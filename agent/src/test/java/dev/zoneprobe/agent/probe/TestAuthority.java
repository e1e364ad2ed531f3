// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/// A certificate authority made for a test.
public final class TestAuthority {
  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();

  /// What says to trust this authority.
  public Endpoint.Tls trusted() {
    return Endpoint.Tls.DEFAULT.trusting(List.of(certificate()));
  }

  /// The authority's own certificate.
  public X509Certificate certificate() {
    return root.certificate();
  }

  /// The authority's own certificate as it stands in a file.
  public String certificatePem() {
    return root.certificatePem();
  }

  /// A certificate for `name`, valid for a day from now.
  public HeldCertificate certificate(String name) {
    return certificate(name, Instant.now().plus(Duration.ofDays(1)));
  }

  /// A certificate for `name` that expired yesterday.
  public HeldCertificate expiredCertificate(String name) {
    return certificate(name, Instant.now().minus(Duration.ofDays(1)));
  }

  private HeldCertificate certificate(String name, Instant end) {
    return new HeldCertificate.Builder()
        .addSubjectAlternativeName(name)
        .signedBy(root)
        .validityInterval(end.minus(Duration.ofDays(7)).toEpochMilli(), end.toEpochMilli())
        .build();
  }

  /// A client that shows a certificate of this authority.
  public TlsIdentity client() {
    HeldCertificate held = certificate("client.test");
    return new TlsIdentity(List.of(held.certificate()), held.keyPair().getPrivate());
  }

  /// What a TLS server needs to show `certificate`.
  public static HandshakeCertificates showing(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build();
  }

  /// What a TLS server needs to show `certificate`, and to take clients of this authority.
  public HandshakeCertificates showingToClients(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(certificate)
        .addTrustedCertificate(root.certificate())
        .build();
  }
}
