// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.LiveTopology;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a [LiveTopology] as the EndpointSlices of the agents' Service say, and the Nodes if
/// wanted: one list and one watch of each.
///
/// While Kubernetes does not answer, what was known last stays in force; before its first answer
/// nothing is known. The client lists and watches again when a watch ends, its version is too old
/// (410 Gone) or a token has expired; a failure of these is logged once until they work again, and
/// counted. Thread-safe.
public final class KubernetesTopology implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesTopology.class);

  /// How many objects are listed at a time: a hundred Nodes are two megabytes of JSON.
  private static final long PAGE = 100;

  private final KubernetesClient client;
  private final LiveTopology topology;
  private final SharedIndexInformer<EndpointSlice> slices;
  private final Optional<SharedIndexInformer<Node>> nodes;
  private final LongAdder failures = new LongAdder();
  private volatile boolean failing;

  /// Watches nothing before [#start()].
  public KubernetesTopology(KubernetesSettings settings, LiveTopology topology) {
    this.topology = topology;
    this.client = KubernetesAccess.client(settings);
    this.slices =
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(KubernetesAccess.namespace(settings))
            .withLabel("kubernetes.io/service-name", settings.service())
            .withLimit(PAGE)
            .runnableInformer(0);
    this.nodes = settings.nodes() ? Optional.of(leanNodes(client)) : Optional.empty();
    follow(slices, Function.identity());
    nodes.ifPresent(informer -> follow(informer, NodeFacts::of));
  }

  private static SharedIndexInformer<Node> leanNodes(KubernetesClient client) {
    return client.nodes().withLimit(PAGE).runnableInformer(0).itemStore(new LeanNodes());
  }

  /// @param told what of an object is of interest: each kubelet writes its Node again every few
  ///   minutes, and then mostly nothing of that is new
  private <T extends HasMetadata> void follow(
      SharedIndexInformer<T> informer, Function<T, ?> told) {
    informer.exceptionHandler((_, problem) -> failed(problem));
    informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T added) {
            refresh();
          }

          @Override
          public void onUpdate(T before, T after) {
            if (told.apply(before).equals(told.apply(after))) {
              answered();
            } else {
              refresh();
            }
          }

          @Override
          public void onDelete(T deleted, boolean finalStateUnknown) {
            refresh();
          }
        });
  }

  /// Always tries again.
  private boolean failed(Throwable problem) {
    failures.increment();
    if (!failing) {
      failing = true;
      LOG.warn(
          "Kubernetes does not tell who the agents are, each keeps the plan that it has (said once,"
              + " until it does again): {}",
          String.valueOf(problem.getMessage()));
    }
    return true;
  }

  /// Begins to list and watch; returns at once.
  public void start() {
    LOG.info("agents get no plan before Kubernetes has told who they are");
    informers().forEach(informer -> informer.start().thenRun(this::refresh));
  }

  private Stream<SharedIndexInformer<?>> informers() {
    return Stream.concat(Stream.of(slices), nodes.stream());
  }

  /// Whether everything that is watched was listed once.
  public boolean isSynced() {
    return informers().allMatch(SharedIndexInformer::hasSynced);
  }

  private synchronized void answered() {
    if (failing && isSynced()) {
      failing = false;
      LOG.info("Kubernetes tells again who the agents are");
    }
  }

  private synchronized void refresh() {
    if (!isSynced()) {
      return;
    }
    answered();
    Map<String, HostFacts> hosts = new HashMap<>();
    for (Node node : nodes.map(informer -> informer.getStore().list()).orElse(List.of())) {
      hosts.put(node.getMetadata().getName(), NodeFacts.of(node));
    }
    if (!topology.isKnown()) {
      LOG.info("Kubernetes has told who the agents are, they get their plan");
    }
    topology.replace(EndpointPeers.topology(slices.getStore().list(), hosts));
  }

  /// How often listing or watching failed.
  public long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    informers().forEach(SharedIndexInformer::close);
    client.close();
  }
}
