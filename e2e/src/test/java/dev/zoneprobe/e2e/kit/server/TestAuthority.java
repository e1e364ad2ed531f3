// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/// A certificate authority that lives as long as a test.
public final class TestAuthority implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.create("authority");
  private final HeldCertificate root =
      new HeldCertificate.Builder().commonName("zoneprobe test").certificateAuthority(0).build();
  private final Path pem = folder.write("authority.pem", root.certificatePem());

  /// The authority's own certificate as a PEM file, for clients that are to trust it.
  public Path pem() {
    return pem;
  }

  /// A certificate for these names or addresses that is valid now.
  public HeldCertificate issue(String... names) {
    return certificateFor(names).build();
  }

  /// A certificate that ended an hour ago.
  public HeldCertificate issueExpired(String... names) {
    Instant end = Instant.now().minus(Duration.ofHours(1));
    Instant start = end.minus(Duration.ofHours(1));
    return certificateFor(names).validityInterval(start.toEpochMilli(), end.toEpochMilli()).build();
  }

  private HeldCertificate.Builder certificateFor(String... names) {
    HeldCertificate.Builder builder = new HeldCertificate.Builder().signedBy(root);
    List.of(names).forEach(builder::addSubjectAlternativeName);
    return builder.commonName(names[0]);
  }

  /// For JDK clients that are to trust this authority and no other.
  public SSLContext trustingContext() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(root.certificate())
        .build()
        .sslContext();
  }

  @Override
  public void close() {
    folder.close();
  }
}
