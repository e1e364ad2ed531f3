// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.tls;

import dev.zoneprobe.settings.Section;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Where a certificate and its key are kept, both in PEM.
///
/// @param certificate followed by those that lead to its authority
public record IdentityFiles(Path certificate, Path key) {
  /// Reads the keys `certificate` and `key` of a section; either both or none are given.
  public static Optional<IdentityFiles> read(Section section) {
    Optional<Path> certificate = section.file("certificate");
    Optional<Path> key = section.file("key");
    if (certificate.isPresent() != key.isPresent()) {
      section.mistake(key.isPresent() ? "key" : "certificate", "certificate and key go together");
    }
    return certificate.flatMap(chain -> key.map(own -> new IdentityFiles(chain, own)));
  }

  List<Path> paths() {
    return List.of(certificate, key);
  }

  /// Reads both files now.
  ///
  /// @throws IllegalArgumentException naming the file that is wrong, and how
  public TlsIdentity read() {
    List<X509Certificate> chain = PemFile.named(certificate, PemFile::certificates);
    PrivateKey own = PemFile.named(key, PemFile::privateKey);
    return PemFile.named(key, _ -> new TlsIdentity(chain, own));
  }
}
