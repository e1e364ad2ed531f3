// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import static dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes.NODES;
import static dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes.SLICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Peer;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesTopologyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private final FakeKubernetes kubernetes = new FakeKubernetes();
  private final LiveTopology live = LiveTopology.unknown(InstantSource.system());
  private Optional<KubernetesTopology> watched = Optional.empty();

  @AfterEach
  void close() {
    watched.ifPresent(KubernetesTopology::close);
    kubernetes.close();
  }

  private KubernetesTopology watch(boolean nodes, Optional<Path> token) {
    KubernetesTopology begun =
        new KubernetesTopology(
            new KubernetesSettings(
                Optional.of("zoneprobe"),
                "zoneprobe-agent",
                nodes,
                Optional.of(kubernetes.uri()),
                token,
                Optional.empty()),
            live);
    watched = Optional.of(begun);
    begun.start();
    return begun;
  }

  private static Peer peer(String node, String zone, String host) {
    return new Peer(node, zone, host, new Peer.Ports(8780, 8781, 8782));
  }

  private void awaitNodes(String... nodes) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(live.now().peers()).extracting(Peer::node).containsExactly(nodes));
  }

  @Test
  void tellsWhoTheAgentsAre() {
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a", "n2/zone-a/away"));
    kubernetes.put(SLICES, Slices.slice("b", "n3/zone-b", "n4/"));
    watch(false, Optional.empty());

    awaitNodes("n1", "n3", "n4");

    assertThat(live.now().peers())
        .containsExactly(
            peer("n1", "zone-a", "10.0.0.1"),
            peer("n3", "zone-b", "10.0.0.3"),
            peer("n4", "unknown", "10.0.0.4"));
    assertThat(live.now().away()).containsExactly(peer("n2", "zone-a", "10.0.0.2"));
    assertThat(live.now().nodesByZone())
        .containsEntry("zone-a", 2L)
        .containsEntry("zone-b", 1L)
        .containsEntry("unknown", 1L);
    assertThat(live.now().nodesWithoutZone()).isEqualTo(1);
  }

  @Test
  void followsChangesOverOneListAndOneWatch() {
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    watch(true, Optional.empty());
    awaitNodes("n1");

    kubernetes.put(SLICES, Slices.slice("b", "n2/zone-b"));
    awaitNodes("n1", "n2");
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a/away"));
    awaitNodes("n2");
    kubernetes.remove(SLICES, "b");
    awaitNodes();

    assertThat(kubernetes.lists(SLICES)).isEqualTo(1);
    assertThat(kubernetes.watches(SLICES)).isEqualTo(1);
    assertThat(kubernetes.lists(NODES)).isEqualTo(1);
    assertThat(kubernetes.watches(NODES)).isEqualTo(1);
  }

  @Test
  void knowsHostsByTheirNodes() {
    kubernetes.put(NODES, node("n1", "large"));
    kubernetes.put(SLICES, Slices.slice("a", "n1/"));
    watch(true, Optional.empty());

    awaitNodes("n1");

    assertThat(live.now().peers()).containsExactly(peer("n1", "zone-c", "10.0.0.1"));
    assertThat(live.now().host("n1"))
        .contains(
            new HostFacts(
                Optional.of("zone-c"),
                Optional.of("region-1"),
                Optional.of("large"),
                Optional.of("6.1.0-test"),
                Optional.of(3.92),
                Optional.of(15L << 30)));
  }

  private static Node node(String name, String instanceType) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("topology.kubernetes.io/zone", "zone-c")
        .addToLabels("topology.kubernetes.io/region", "region-1")
        .addToLabels("node.kubernetes.io/instance-type", instanceType)
        .endMetadata()
        .withNewStatus()
        .addToAllocatable("cpu", new Quantity("3920m"))
        .addToAllocatable("memory", new Quantity("15Gi"))
        .withNewNodeInfo()
        .withKernelVersion("6.1.0-test")
        .endNodeInfo()
        .endStatus()
        .build();
  }

  @Test
  void seesThatAHostHasChanged() {
    kubernetes.put(NODES, node("n1", "small"));
    kubernetes.put(SLICES, Slices.slice("a", "n1/"));
    watch(true, Optional.empty());
    awaitType("n1", "small");

    kubernetes.put(NODES, node("n1", "large"));

    awaitType("n1", "large");
  }

  private void awaitType(String node, String instanceType) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(live.now().host(node).flatMap(HostFacts::instanceType))
                .contains(instanceType));
  }

  @Test
  void readsAllPagesOfALongList() {
    for (int i = 0; i < 250; i++) {
      kubernetes.put(NODES, node("n" + i, "type-" + i));
    }
    watch(true, Optional.empty());

    awaitType("n249", "type-249");

    assertThat(live.now().hosts()).hasSize(250);
    assertThat(kubernetes.pages(NODES)).isGreaterThan(1);
    assertThat(kubernetes.lists(NODES)).isEqualTo(1);
  }

  @Test
  void watchesAgainWhenAWatchIsCut() {
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    watch(false, Optional.empty());
    awaitNodes("n1");

    kubernetes.cutWatches();
    kubernetes.put(SLICES, Slices.slice("b", "n2/zone-b"));

    awaitNodes("n1", "n2");
    await().atMost(PATIENCE).until(() -> kubernetes.watches(SLICES) == 2);
  }

  @Test
  void listsAgainWhenItsVersionIsGone() {
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    watch(false, Optional.empty());
    awaitNodes("n1");

    kubernetes.forgetVersions();
    kubernetes.remove(SLICES, "a");
    kubernetes.put(SLICES, Slices.slice("b", "n2/zone-b"));

    awaitNodes("n2");
    assertThat(kubernetes.lists(SLICES)).isGreaterThan(1);
  }

  @Test
  void keepsWhatItKnewWhileKubernetesIsAway() {
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    KubernetesTopology away = watch(false, Optional.empty());
    awaitNodes("n1");

    kubernetes.goDown();
    kubernetes.put(SLICES, Slices.slice("b", "n2/zone-b"));
    await().atMost(PATIENCE).until(() -> away.failures() > 0);
    assertThat(live.now().peers()).extracting(Peer::node).containsExactly("n1");
    assertThat(away.isSynced()).isTrue();
    kubernetes.comeBack();

    awaitNodes("n1", "n2");
  }

  @Test
  void readsItsTokenAgainWhenItHasExpired() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    kubernetes.demand("first");
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    watch(false, Optional.of(token));
    awaitNodes("n1");

    kubernetes.demand("second");
    Files.writeString(token, "second\n");
    kubernetes.put(SLICES, Slices.slice("b", "n2/zone-b"));

    awaitNodes("n1", "n2");
  }

  @Test
  void passesOverWhatIsNoPeer() {
    EndpointSlice portless = Slices.slice("c", "n3/zone-c");
    portless.setPorts(List.of());
    EndpointSlice nodeless = Slices.slice("d", "n4/zone-d");
    nodeless.getEndpoints().getFirst().setNodeName(null);
    kubernetes.put(SLICES, portless);
    kubernetes.put(SLICES, nodeless);
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    watch(false, Optional.empty());

    awaitNodes("n1");
    assertThat(live.now().away()).isEmpty();
  }
}
