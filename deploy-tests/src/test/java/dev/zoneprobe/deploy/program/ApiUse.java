// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.program;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.kubernetes.ApiRequest;
import dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesSettings;
import dev.zoneprobe.collector.topology.kubernetes.KubernetesTopology;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// What the collector asks Kubernetes' API for, as recorded while its own code watches a fake of
/// it.
public final class ApiUse {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<ApiRequest> WITHOUT_NODES = record(false);
  private static final Set<ApiRequest> WITH_NODES = record(true);

  private ApiUse() {}

  /// Everything that it may ask for.
  public static Set<ApiRequest> whole() {
    return WITH_NODES;
  }

  /// What it asks for with these settings.
  public static Set<ApiRequest> by(KubernetesSettings settings) {
    return settings.nodes() ? WITH_NODES : WITHOUT_NODES;
  }

  private static Set<ApiRequest> record(boolean nodes) {
    LiveTopology unknown = LiveTopology.unknown(InstantSource.system());
    try (FakeKubernetes api = new FakeKubernetes();
        KubernetesTopology watching = new KubernetesTopology(settings(api.uri(), nodes), unknown)) {
      watching.start();
      await()
          .pollInSameThread() // another would wait for this class to be initialized
          .atMost(PATIENCE)
          .until(() ->
              watching.isSynced()
                  && api.watches(FakeKubernetes.SLICES) > 0
                  && (!nodes || api.watches(FakeKubernetes.NODES) > 0));
      return api.requests();
    }
  }

  private static KubernetesSettings settings(URI api, boolean nodes) {
    return new KubernetesSettings(
        Optional.of("zoneprobe"),
        "zoneprobe-agent",
        nodes,
        Optional.of(api),
        Optional.empty(),
        Optional.empty());
  }
}
