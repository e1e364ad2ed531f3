// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.collector.ingest.connection.AgentConnections;
import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.ingest.gate.SharedNames;
import dev.zoneprobe.collector.ingest.plan.AgentDirectory;
import dev.zoneprobe.collector.ingest.plan.PlanStreams;
import dev.zoneprobe.collector.ingest.trust.Entrance;
import dev.zoneprobe.collector.limit.SeriesLimits;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.wire.FrameLimits;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The gRPC server that agents deliver snapshots to and get plans from.
///
/// Frames are checked and merged on a few threads named `zoneprobe-ingest-…`, one frame of a stream
/// at a time. A connection on which nothing answers is closed within 40 s; every connection is
/// renewed each hour, so that agents spread over collectors that came later.
public final class IngestServer implements AutoCloseable {
  /// Agents compress nothing; whoever does is told UNIMPLEMENTED before anything is unpacked.
  private static final DecompressorRegistry UNCOMPRESSED =
      DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

  private final Entrance entrance;
  private final AgentConnections connections;
  private final ExecutorService threads;
  private final PlanStreams plans;
  private final Server server;

  /// What an agent and its snapshots have to pass, in this order: it proves who it is, its
  /// connection finds room, each snapshot counts once, and as much of it as there is room for.
  public record Gates(
      Entrance entrance,
      AgentConnections connections,
      SequenceGate sequences,
      SeriesLimits limits) {}

  /// @param durability gets each snapshot that is let in, once, on any of several threads
  public IngestServer(
      Gates gates, Durability durability, AgentDirectory directory, MeterRegistry meters) {
    this.entrance = gates.entrance();
    this.connections = gates.connections();
    this.threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("zoneprobe-ingest-", 0).factory());
    SharedNames names = new SharedNames(meters, NanoClock.SYSTEM);
    this.plans = new PlanStreams(directory, names);
    IngestCounters counters = new IngestCounters(meters, gates.sequences());
    Intake intake = new Intake(gates, durability, directory, counters);
    this.server =
        connections
            .bound(entrance.server())
            .executor(threads)
            .decompressorRegistry(UNCOMPRESSED)
            .addService(connections.bound(new CollectorService(intake, plans, names).bounded()))
            .addStreamTracerFactory(new StreamTally(meters))
            .maxInboundMessageSize(FrameLimits.MESSAGE_BYTES)
            .build();
  }

  /// Begins to listen.
  ///
  /// @throws IOException naming the address, if that is not possible
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      InetSocketAddress at = entrance.address();
      throw new IOException(
          "cannot listen for agents on %s port %d (listen.grpc): %s"
              .formatted(at.getHostString(), at.getPort(), reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  /// Tells agents soon if they are to probe others.
  public void planMayHaveChanged() {
    plans.changed();
  }

  /// The port that it listens on.
  public int port() {
    return server.getPort();
  }

  /// Ends all streams; agents keep what they have no receipt for. Frames that are being merged are
  /// finished first.
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    plans.close();
    connections.close();
    threads.close();
  }
}
