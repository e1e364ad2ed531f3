// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How Kubernetes is reached, and as whom.
final class KubernetesAccess {
  private static final Path OWN_NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private KubernetesAccess() {}

  /// A client that reads its token anew when it was refused. HTTP alone: a watch needs no
  /// WebSocket.
  static KubernetesClient client(KubernetesSettings settings) {
    Config config = settings.api().isPresent() ? given(settings) : Config.autoConfigure(null);
    config.setOnlyHttpWatches(true);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Config given(KubernetesSettings settings) {
    ConfigBuilder config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(settings.api().map(URI::toString).orElseThrow())
            .withTrustCerts(false);
    settings.authorities().ifPresent(file -> config.withCaCertFile(file.toString()));
    settings.tokenFile().ifPresent(file -> config.withOauthTokenProvider(() -> read(file)));
    return config.build();
  }

  /// The namespace of the agents.
  ///
  /// @throws UncheckedIOException if nobody tells it
  static String namespace(KubernetesSettings settings) {
    return settings
        .namespace()
        .or(() -> Optional.ofNullable(System.getenv("POD_NAMESPACE")))
        .orElseGet(() -> read(OWN_NAMESPACE));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
