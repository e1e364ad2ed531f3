// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import dev.zoneprobe.settings.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What is watched, and where.
///
/// @param namespace of the agents; empty: that of this pod
/// @param service whose endpoints the agents are
/// @param nodes whether Node objects are watched, too
/// @param api where Kubernetes is; empty: where pods find it
/// @param tokenFile of the bearer token; empty: that of this pod's service account
/// @param authorities PEM file; empty: that of this pod's service account
public record KubernetesSettings(
    Optional<String> namespace,
    String service,
    boolean nodes,
    Optional<URI> api,
    Optional<Path> tokenFile,
    Optional<Path> authorities) {

  /// Reads the section `topology.kubernetes`.
  public static KubernetesSettings read(Section section) {
    return new KubernetesSettings(
        section.optional("namespace", KubernetesSettings::name),
        section.value("service", "zoneprobe-agent", KubernetesSettings::name),
        section.flag("nodes", false),
        section.optional("api", KubernetesSettings::address),
        section.file("tokenFile"),
        section.file("ca"));
  }

  /// A DNS label, as Kubernetes' names of both are (RFC 1123).
  private static String name(String text) {
    if (!text.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw new IllegalArgumentException("no name that Kubernetes allows");
    }
    return text;
  }

  private static URI address(String text) {
    URI uri = URI.create(text);
    boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null) {
      throw new IllegalArgumentException("no http or https URL");
    }
    return uri;
  }
}
