// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.agent.target.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/// A certificate authority made for a test.
public final class TestAuthority {
  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();

  /// What a target's settings say to trust this authority; its file is in `folder`.
  public Endpoint.Tls trustedFrom(Path folder) throws IOException {
    Path pem = Files.writeString(folder.resolve("authority.pem"), root.certificatePem());
    return new Endpoint.Tls(Optional.of(pem), Optional.empty());
  }

  /// A certificate for `name`, valid now.
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

  /// What a TLS server needs to show `certificate`.
  public static HandshakeCertificates showing(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build();
  }
}
