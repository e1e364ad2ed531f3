// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.tls.IdentityFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where agents report, and who is let in.
///
/// @param address port 0 lets the system choose one
/// @param tls absent: none
public record EntranceSettings(InetSocketAddress address, Optional<Tls> tls, AgentTrust trust) {
  /// What is needed to speak TLS.
  ///
  /// @param clientAuthorities file of those that clients must have a certificate of; absent: they
  ///   need none
  public record Tls(IdentityFiles identity, Optional<Path> clientAuthorities) {
    @Override
    public String toString() {
      return clientAuthorities.isPresent() ? "mutual TLS" : "with TLS";
    }
  }

  /// Whether somebody on another machine could report, or read what agents report, without proving
  /// who he is.
  public boolean isOpen() {
    return !address.getAddress().isLoopbackAddress()
        && (tls.isEmpty() || trust instanceof AgentTrust.Nothing);
  }

  /// How agents are let in, for a person.
  public String terms() {
    return tls.map(Tls::toString).orElse("without TLS") + ", " + trust;
  }
}
