// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.SocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// All simulated agents, which report to one collector, spread evenly over the interval.
/// Thread-safe: everything happens on one event loop.
public final class Fleet implements AutoCloseable {
  private final FleetSettings settings;
  private final EventLoops loops = EventLoops.start(1);
  private final EventLoop loop = loops.group().next();
  private final WireCount wire = new WireCount();
  private final Tally tally = new Tally();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<SimulatedAgent> agents = new ArrayList<>();

  /// Connects to nothing before [#start()].
  ///
  /// @param collector `host:port`
  public Fleet(FleetSettings settings, String collector, SnapshotPress press) {
    this.settings = settings;
    Workbench workbench =
        new Workbench(
            loop,
            press,
            FrameBytes.deliver(),
            tally,
            NanoClock.SYSTEM,
            InstantSource.system(),
            settings.interval());
    for (int i = 0; i < settings.agents(); i++) {
      if (i % settings.agentsOnAConnection() == 0) {
        channels.add(channel(collector));
      }
      agents.add(new SimulatedAgent(channels.getLast(), settings.source(i), workbench));
    }
  }

  private ManagedChannel channel(String collector) {
    return NettyChannelBuilder.forTarget(collector)
        .usePlaintext()
        .eventLoopGroup(loops.group())
        .channelFactory(this::countedChannel)
        .directExecutor()
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .build();
  }

  private SocketChannel countedChannel() {
    ChannelFactory<? extends SocketChannel> factory =
        new ReflectiveChannelFactory<>(loops.socketChannel());
    SocketChannel channel = factory.newChannel();
    channel.pipeline().addFirst(wire);
    return channel;
  }

  /// Begins: within the first interval every agent connects and cuts its first snapshot.
  public void start() {
    long interval = settings.interval().toNanos();
    for (int i = 0; i < agents.size(); i++) {
      long phase = interval / agents.size() * i;
      Future<?> _ = loop.schedule(agents.get(i)::start, phase, TimeUnit.NANOSECONDS);
    }
  }

  /// Cuts no more; what has been cut is still delivered.
  public void stop() throws InterruptedException {
    onLoop(() -> {
      agents.forEach(SimulatedAgent::stop);
      return agents;
    });
  }

  /// How far it has come.
  public Progress progress() throws InterruptedException {
    return onLoop(() -> tally.progress(wire));
  }

  /// How long receipts took since the last call, from the moment at which the snapshot was due.
  public LatencyHistogram takeReceiptTimes() throws InterruptedException {
    return onLoop(tally::takeReceiptTimes);
  }

  private <T> T onLoop(Callable<T> question) throws InterruptedException {
    try {
      return loop.submit(question).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulated agents failed", e);
    }
  }

  /// Ends all connections.
  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    loops.close();
  }
}
