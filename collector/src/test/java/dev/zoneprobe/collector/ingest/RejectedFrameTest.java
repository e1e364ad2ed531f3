// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.ingest.connection.AgentConnections;
import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.ingest.plan.AgentDirectory;
import dev.zoneprobe.collector.ingest.trust.AgentTrust;
import dev.zoneprobe.collector.ingest.trust.Entrance;
import dev.zoneprobe.collector.ingest.trust.EntranceSettings;
import dev.zoneprobe.collector.limit.LimitSettings;
import dev.zoneprobe.collector.limit.SeriesLimits;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.watch.FileWatch;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A disk that is full for a while, and an agent that goes on delivering on the same stream.
class RejectedFrameTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FileWatch files = new FileWatch();
  private final SlowDisk disk = new SlowDisk();
  private final IngestServer server = new IngestServer(gates(), disk, new Nowhere(), meters);

  private IngestServer.Gates gates() {
    InstantSource clock = InstantSource.system();
    EntranceSettings open =
        new EntranceSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            new AgentTrust.Nothing());
    return new IngestServer.Gates(
        new Entrance(open, files, meters, clock),
        new AgentConnections(100, meters),
        new SequenceGate(100, clock),
        new SeriesLimits(new LimitSettings(1_000, 100, 100)));
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    files.close();
  }

  @Test
  void whatComesAfterARejectedFrameDoesNotOvertakeIt() throws InterruptedException {
    try (ConnectedAgent agent = new ConnectedAgent(server.port())) {
      deliver(agent, 1);
      await().atMost(PATIENCE).until(() -> disk.taken.size() == 1);
      disk.problem = Optional.of("disk full");
      deliver(agent, 2);
      await().atMost(PATIENCE).until(() -> rejected() == 1);
      disk.problem = Optional.empty();
      deliver(agent, 3);
      disk.catchUp();

      assertThat(agent.receipt()).isEqualTo(1);
      assertThat(agent.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    try (ConnectedAgent again = new ConnectedAgent(server.port())) {
      deliver(again, 2);
      deliver(again, 3);
      await().atMost(PATIENCE).until(() -> disk.taken.size() >= 3);
      disk.catchUp();

      assertThat(again.receipt()).isEqualTo(2);
      assertThat(again.receipt()).isEqualTo(3);
      assertThat(disk.taken).containsExactly(1L, 2L, 3L);
    }
  }

  private static void deliver(ConnectedAgent agent, long cut) {
    agent.deliver(snapshot("node-1", span(cut, cut), succeeded(1_000_000)));
  }

  private double rejected() {
    return meters
        .find("zoneprobe.collector.snapshots.rejected")
        .tag("reason", "not_stored")
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /// Takes snapshots, and is done with them when told.
  private static final class SlowDisk implements Durability {
    private final List<Long> taken = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> pending = new CopyOnWriteArrayList<>();
    private volatile Optional<String> problem = Optional.empty();

    void catchUp() {
      pending.forEach(one -> one.complete(null));
    }

    @Override
    public String storeId() {
      return "store-1";
    }

    @Override
    public void awaitRoom() {}

    @Override
    public Optional<String> problem() {
      return problem;
    }

    @Override
    public CompletableFuture<@Nullable Void> add(IntervalSnapshot snapshot) {
      CompletableFuture<@Nullable Void> stored = new CompletableFuture<>();
      pending.add(stored);
      taken.add(snapshot.span().lastSequence());
      return stored;
    }

    @Override
    public CompletableFuture<@Nullable Void> settled() {
      return pending.getLast();
    }
  }

  /// Knows nobody.
  private static final class Nowhere implements AgentDirectory {
    @Override
    public boolean areKnown() {
      return true;
    }

    @Override
    public List<Peer> peersFor(String node) {
      return List.of();
    }

    @Override
    public Optional<String> zoneOf(String node, String said) {
      return Optional.of(said);
    }

    @Override
    public Optional<String> zoneOf(String node) {
      return Optional.empty();
    }
  }
}
