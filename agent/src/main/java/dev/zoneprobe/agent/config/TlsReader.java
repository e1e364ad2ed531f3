// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.target.Endpoint.Tls;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.tls.PemFile;
import dev.zoneprobe.tls.TlsIdentity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Reads the section `tls` of a target, and the files that it names.
final class TlsReader {
  private TlsReader() {}

  static Tls read(Section section) {
    return new Tls(
        section.content("authorities", PemFile::certificates).orElse(List.of()),
        identity(section),
        section.optional("serverName", text -> Label.checked("server name", text)),
        section.flag("skipVerify", false));
  }

  private static Optional<TlsIdentity> identity(Section section) {
    Optional<List<X509Certificate>> chain = section.content("certificate", PemFile::certificates);
    Optional<PrivateKey> key = section.content("key", PemFile::privateKey);
    if (section.has("certificate") != section.has("key")
        && !section.isMistaken("certificate")
        && !section.isMistaken("key")) {
      section.mistake(
          section.has("key") ? "key" : "certificate", "certificate and key go together");
    }
    return chain.flatMap(certificates -> key.flatMap(own -> identity(section, certificates, own)));
  }

  private static Optional<TlsIdentity> identity(
      Section section, List<X509Certificate> chain, PrivateKey key) {
    try {
      return Optional.of(new TlsIdentity(chain, key));
    } catch (IllegalArgumentException e) {
      section.mistake("key", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
