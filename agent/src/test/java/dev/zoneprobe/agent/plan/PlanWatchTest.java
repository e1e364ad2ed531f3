// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.FakeCollector;
import dev.zoneprobe.agent.LogLines;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanWatchTest {
  private static final IntervalSnapshot.Source SOURCE =
      new IntervalSnapshot.Source("node", "unknown", "boot");
  private static final MeshSettings SETTINGS =
      new MeshSettings(
          new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(1)),
          List.of(Protocol.TCP, Protocol.HTTP, Protocol.GRPC),
          List.of(Connection.values()));
  private static final MeshSettings TCP_ALONE =
      new MeshSettings(SETTINGS.timing(), List.of(Protocol.TCP), SETTINGS.connections());
  private static final Peer PEER =
      Peer.newBuilder()
          .setNode("node-b")
          .setZone("zone-b")
          .setHost("::1")
          .setHttpPort(1)
          .setGrpcPort(2)
          .setTcpPort(3)
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MeshTargets mesh = new MeshTargets(SETTINGS);
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    thread.shutdownNow();
  }

  private static Plan plan(long version, Peer... peers) {
    return Plan.newBuilder().setVersion(version).addAllPeers(List.of(peers)).build();
  }

  private final List<List<Target>> plans = new CopyOnWriteArrayList<>();
  private final List<String> zones = new CopyOnWriteArrayList<>();
  private final PlanWatch watch = new PlanWatch(SOURCE, mesh, thread, plans::add, zones::add);
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicInteger delivered = new AtomicInteger();

  private void follow(int port) {
    follow(watch, port);
  }

  private void follow(PlanWatch watch, int port) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().executor(thread).build();
    channels.add(channel);
    Channel counting = ClientInterceptors.intercept(channel, new CountsMessages(delivered));
    thread.execute(() -> watch.follow(Optional.of(counting)));
  }

  /// Counts messages that whoever reads the channel has done with.
  private record CountsMessages(AtomicInteger delivered) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<A> reader, Metadata headers) {
          super.start(counting(reader), headers);
        }
      };
    }

    private <A> ClientCall.Listener<A> counting(ClientCall.Listener<A> reader) {
      return new SimpleForwardingClientCallListener<>(reader) {
        @Override
        public void onMessage(A message) {
          super.onMessage(message);
          delivered.incrementAndGet();
        }
      };
    }
  }

  @Test
  void probesThePeersOfThePlanInForceAsNewSettingsWantIt() throws IOException {
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      collector.push(plan(7, PEER));
      await().atMost(PATIENCE).until(() -> watch.version() == 7);

      watch.remesh(TCP_ALONE, plans::add);

      assertThat(plans).hasSize(2);
      assertThat(plans.getLast()).map(Target::endpoint).containsExactly(new Endpoint.Tcp("::1", 3));
    }
  }

  @Test
  void whoeverWantsPeersProbedOtherwiseHearsOfARefusalAndNothingHasChanged() throws IOException {
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      collector.push(plan(7, PEER));
      await().atMost(PATIENCE).until(() -> watch.version() == 7);

      assertThatThrownBy(() -> watch.remesh(TCP_ALONE, PlanWatchTest::refuse))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cannot be probed so");
      collector.push(plan(8, PEER));
      await().atMost(PATIENCE).until(() -> watch.version() == 8);

      assertThat(plans.getLast()).hasSize(3);
    }
  }

  private static void refuse(List<Target> peers) {
    throw new IllegalArgumentException("cannot be probed so");
  }

  @Test
  void buildsUponThePlanInForceWhenItIsToldWhatChanges() throws IOException {
    Peer newcomer = PEER.toBuilder().setNode("node-c").setHost("::2").build();
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      assertThat(collector.takesChanges()).isTrue();
      collector.push(plan(7, PEER));
      collector.push(change(8).addPeers(newcomer).build());
      collector.push(change(9).addGone("node-b").build());
      await().atMost(PATIENCE).until(() -> watch.version() == 9);

      assertThat(plans.stream().map(PlanWatchTest::nodes))
          .containsExactly(Set.of("node-b"), Set.of("node-b", "node-c"), Set.of("node-c"));
    }
  }

  @Test
  void tellsAPlanOnceHoweverOftenItComesAgain() throws IOException {
    try (LogLines log = new LogLines(PlanWatch.class);
        FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);

      collector.push(plan(7));
      collector.push(plan(7));
      collector.push(plan(8));
      collector.push(plan(9, PEER));
      collector.push(plan(9, PEER));
      collector.push(plan(10, PEER));
      await().atMost(PATIENCE).until(() -> watch.version() == 10);

      assertThat(log.lines().stream().filter(line -> line.startsWith("INFO")))
          .containsExactly("INFO plan 7 has 0 peers", "INFO plan 9 has 1 peers");
    }
  }

  static Stream<Plan> nonsense() {
    return Stream.of(
        change(8).addPeers(PEER.toBuilder().setTcpPort(0)).build(),
        plan(8, PEER.toBuilder().setHttpPort(0).build()));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void keepsTheLastPlanAndGivesAStreamUpThatBringsNonsense(Plan nonsense) throws IOException {
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      collector.push(plan(7, PEER));
      collector.push(nonsense);

      await().atMost(PATIENCE).until(() -> collector.cancelled() == 1);

      assertThat(watch.version()).isEqualTo(7);
      assertThat(plans).hasSize(1);
    }
  }

  @Test
  void tellsTheZoneOfThisNodeOnceTheCollectorKnowsIt() throws IOException {
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      collector.push(plan(7, PEER));
      collector.push(change(8).setZone("zone-a").build());
      collector.push(change(9).setZone("zone\na").build());
      await().atMost(PATIENCE).until(() -> collector.cancelled() == 1);

      assertThat(zones).containsExactly("zone-a");
      assertThat(watch.version()).isEqualTo(8);
    }
  }

  @Test
  void whatRefusesThePeersLeavesTheZoneAsItWas() throws IOException {
    PlanWatch refusing = new PlanWatch(SOURCE, mesh, thread, PlanWatchTest::refuse, zones::add);
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(refusing, collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      collector.push(plan(7, PEER).toBuilder().setZone("zone-a").build());
      await().atMost(PATIENCE).until(() -> collector.cancelled() == 1);

      assertThat(zones).isEmpty();
      assertThat(refusing.version()).isZero();
    }
  }

  /// What is beyond is a negative number here, which no snapshot can tell.
  @Test
  void refusesAVersionThatIsBeyondWhatCanBeReported() throws IOException {
    try (FakeCollector collector = new FakeCollector(0)) {
      follow(collector.port());
      await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
      collector.push(plan(Long.MAX_VALUE, PEER));
      collector.push(plan(Long.MIN_VALUE));
      await().atMost(PATIENCE).until(() -> collector.cancelled() == 1);

      assertThat(watch.version()).isEqualTo(Long.MAX_VALUE);
      assertThat(plans).hasSize(1);
    }
  }

  private static Plan.Builder change(long version) {
    return Plan.newBuilder().setVersion(version).setChange(true);
  }

  private static Set<String> nodes(List<Target> targets) {
    return targets.stream()
        .flatMap(target -> target.destinationNode().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void keepsTheLastPlanWhenTheCollectorGoes() throws IOException {
    FakeCollector collector = new FakeCollector(0);
    int port = collector.port();
    follow(port);
    await().atMost(PATIENCE).until(() -> collector.watchers() == 1);
    collector.push(plan(7, PEER));
    await().atMost(PATIENCE).until(() -> watch.version() == 7);

    collector.close();
    try (FakeCollector back = new FakeCollector(port)) {
      await().atMost(PATIENCE).until(() -> back.watchers() == 1);

      assertThat(watch.version()).isEqualTo(7);
      assertThat(plans).hasSize(1);
    }
  }

  @Test
  void followsTheCollectorThatTookOverAndNoLongerTheOneBefore() throws IOException {
    try (FakeCollector first = new FakeCollector(0);
        FakeCollector second = new FakeCollector(0)) {
      follow(first.port());
      await().atMost(PATIENCE).until(() -> first.watchers() == 1);

      follow(second.port());
      await().atMost(PATIENCE).until(() -> second.watchers() == 1);
      first.push(plan(7, PEER));
      second.push(plan(8));

      await().atMost(PATIENCE).until(() -> delivered.get() == 2);
      assertThat(watch.version()).isEqualTo(8);
      assertThat(plans).containsExactly(List.of());
    }
  }
}
