// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;

/// A certificate authority of a test.
public final class Authority {
  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();

  /// The authority's own certificate.
  public HeldCertificate root() {
    return root;
  }

  /// A certificate for the DNS name `name`, and for 127.0.0.1 too.
  public HeldCertificate certificate(String name) {
    return certificate(name, Instant.now().plus(Duration.ofDays(1)));
  }

  /// One that ended to be valid yesterday.
  HeldCertificate expired(String name) {
    return certificate(name, Instant.now().minus(Duration.ofDays(1)));
  }

  private HeldCertificate certificate(String name, Instant end) {
    return new HeldCertificate.Builder()
        .addSubjectAlternativeName(name)
        .addSubjectAlternativeName("127.0.0.1")
        .signedBy(root)
        .validityInterval(end.minus(Duration.ofDays(7)).toEpochMilli(), end.toEpochMilli())
        .build();
  }

  /// One with a common name, and no other name.
  HeldCertificate commonName(String name) {
    return new HeldCertificate.Builder().commonName(name).signedBy(root).build();
  }

  /// Writes `held` to `name`.crt and its key to `name`.key.
  public static void write(Path folder, String name, HeldCertificate held) {
    text(folder.resolve(name + ".crt"), held.certificatePem());
    text(folder.resolve(name + ".key"), held.privateKeyPkcs8Pem());
  }

  /// Writes a file.
  static void text(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
