// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.ingest.trust.AgentTrust;
import dev.zoneprobe.collector.trust.TokenList;
import dev.zoneprobe.collector.trust.jwt.PublishedKeys;
import dev.zoneprobe.collector.trust.jwt.ServiceAccount;
import dev.zoneprobe.collector.trust.jwt.TokenTerms;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.tls.PemFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads the section `agents`: how agents prove on which node they are.
final class AgentTrustReader {
  private AgentTrustReader() {}

  private enum Way implements Label {
    NONE,
    CERTIFICATE,
    TOKENS,
    KUBERNETES
  }

  /// Empty if there is a mistake in it.
  ///
  /// @param clientCertificates whether agents have to show one
  static Optional<AgentTrust> read(Section section, boolean clientCertificates) {
    Way usual = clientCertificates ? Way.CERTIFICATE : Way.NONE;
    Way way = section.value("trust", usual.label(), text -> Label.of(List.of(Way.values()), text));
    Optional<AgentTrust> tokens =
        ListenSettings.file(section, "tokens", TokenList::ofNodes).map(AgentTrust.Tokens::new);
    Optional<AgentTrust> accounts = serviceAccounts(section, section.section("kubernetes"));
    refuseMisplaced(section, "tokens", way == Way.TOKENS);
    refuseMisplaced(section, "kubernetes", way == Way.KUBERNETES);
    return switch (way) {
      case NONE -> Optional.of(new AgentTrust.Nothing());
      case CERTIFICATE -> certificates(section, clientCertificates);
      case TOKENS -> tokens;
      case KUBERNETES -> accounts;
    };
  }

  private static void refuseMisplaced(Section section, String key, boolean needed) {
    if (needed && !section.has(key)) {
      section.mistake(key, "is missing");
    }
    if (section.has(key) && !needed) {
      section.mistake(key, "is of no use without trust: " + key);
    }
  }

  private static Optional<AgentTrust> certificates(Section section, boolean clientCertificates) {
    if (!clientCertificates) {
      section.mistake("trust", "needs listen.tls.clientCa");
      return Optional.empty();
    }
    return Optional.of(new AgentTrust.Certificates());
  }

  private static Optional<AgentTrust> serviceAccounts(Section agents, Section section) {
    if (!agents.has("kubernetes")) {
      return Optional.empty();
    }
    Optional<String> issuer = section.required("issuer", text -> Label.checked("issuer", text));
    String audience = section.text("audience", "zoneprobe");
    Optional<ServiceAccount> account = section.required("serviceAccount", ServiceAccount::of);
    Optional<TokenTerms> terms =
        issuer.flatMap(by -> account.map(of -> new TokenTerms(by, audience, of)));
    Optional<PublishedKeys> keys = keys(section);
    return terms.flatMap(all -> keys.map(at -> new AgentTrust.ServiceAccounts(all, at)));
  }

  private static Optional<PublishedKeys> keys(Section section) {
    Optional<Path> authorities = ListenSettings.file(section, "ca", PemFile::certificates);
    Optional<Path> token = section.file("tokenFile");
    Optional<PublishedKeys> keys =
        section.required("keys", text -> PublishedKeys.of(text, authorities, token));
    if (keys.isPresent() && keys.get() instanceof PublishedKeys.InFile) {
      Optional<Path> _ = section.file("keys");
    }
    return keys;
  }
}
