// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.trust;

import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.tls.IdentityFiles;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How the agent gets in at the collector.
///
/// @param tls absent: the connection is in the clear
/// @param tokenFile of the bearer token; absent: none is sent
/// @param insecure whether the token may be sent in the clear, too
public record AccessSettings(Optional<Tls> tls, Optional<Path> tokenFile, boolean insecure) {
  /// Whom to trust, and who to be.
  ///
  /// @param ca file of the authorities that the collector's certificate may be of; absent: those of
  ///   Java
  /// @param identity what to show; absent: nothing
  /// @param serverName to ask for and to verify; absent: the host of the address
  public record Tls(
      Optional<Path> ca, Optional<IdentityFiles> identity, Optional<String> serverName) {}

  /// Reads what the section `collector` says about it.
  ///
  /// @param hosts of the collectors
  public static AccessSettings read(Section section, List<String> hosts) {
    Section tls = section.section("tls");
    Tls terms =
        new Tls(
            tls.file("ca"),
            IdentityFiles.read(tls),
            tls.optional("serverName", text -> Label.checked("server name", text)));
    AccessSettings settings =
        new AccessSettings(
            section.has("tls") ? Optional.of(terms) : Optional.empty(),
            section.file("tokenFile"),
            section.flag("insecure", false));
    if (settings.givesTheTokenAway() && !hosts.stream().allMatch(AccessSettings::isLoopback)) {
      section.mistake(
          "tokenFile", "is sent with collector.tls only, or else needs collector.insecure: true");
    }
    return settings;
  }

  private boolean givesTheTokenAway() {
    return tokenFile.isPresent() && tls.isEmpty() && !insecure;
  }

  private static boolean isLoopback(String host) {
    String literal = host.replaceAll("[\\[\\]]", "");
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false; // a name
    }
  }

  /// How the collector is reached, for a person.
  public String terms() {
    return tls.map(AccessSettings::terms).orElse("without TLS")
        + tokenFile.map(file -> ", shows the token of " + file).orElse("");
  }

  private static String terms(Tls tls) {
    return "over TLS, trusts "
        + tls.ca().map(Path::toString).orElse("the authorities of Java")
        + tls.identity().map(files -> ", shows " + files.certificate()).orElse("");
  }
}
