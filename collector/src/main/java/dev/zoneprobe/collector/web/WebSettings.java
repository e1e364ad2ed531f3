// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.tls.IdentityFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where the collector answers HTTP, and whom.
///
/// @param address port 0 lets the system choose one
/// @param tls absent: none
/// @param tokens file of the bearer tokens of which one is needed; absent: none is
/// @param replicas where the other collectors are; absent: there are none
/// @param maxConnections how many connections may be open
public record WebSettings(
    InetSocketAddress address,
    Optional<IdentityFiles> tls,
    Optional<Path> tokens,
    Optional<ReplicaSettings> replicas,
    int maxConnections) {

  /// Whether somebody on another machine is answered without TLS.
  public boolean isOpen() {
    return !address.getAddress().isLoopbackAddress() && tls.isEmpty();
  }

  /// How readers are let in, for a person.
  public String terms() {
    return (tls.isPresent() ? "with TLS" : "without TLS")
        + ", "
        + tokens.map(file -> "token of " + file).orElse("no authentication");
  }

  /// `http` or `https`.
  public String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
