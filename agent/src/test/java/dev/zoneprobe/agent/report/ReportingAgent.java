// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.backlog.BacklogCounts;
import dev.zoneprobe.agent.report.backlog.Inheritance;
import dev.zoneprobe.agent.report.files.Predecessors;
import dev.zoneprobe.agent.report.files.Predecessors.Succession;
import dev.zoneprobe.agent.report.files.StateDirectory;
import dev.zoneprobe.agent.report.replica.CollectorName;
import dev.zoneprobe.agent.report.replica.Lookups;
import dev.zoneprobe.agent.report.replica.Pace;
import dev.zoneprobe.agent.report.replica.Replicas;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// The reporting half of an agent, wired as `Agent` does it, but impatient. Cuts when it is told
/// to. Closing it is a `kill -9`.
final class ReportingAgent implements AutoCloseable {
  private static final Pace IMPATIENT = pace(Duration.ofMillis(200));

  final LatencyLedger ledger;
  final Courier courier;
  final Reporter reporter;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Optional<StateDirectory> state;
  private final Backlog backlog;
  private final Lookups lookups;
  private volatile Optional<Channel> followed = Optional.empty();

  private ReportingAgent(
      String boot,
      Optional<Succession> succession,
      String collectors,
      Lookups.Resolver resolver,
      Pace pace) {
    ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("node", "zone-a", boot), InstantSource.system());
    state = succession.map(Succession::directory);
    Inheritance inheritance =
        succession.map(Succession::inheritance).orElse(Inheritance.none(boot));
    backlog = new Backlog(inheritance, 1 << 20, NanoClock.SYSTEM);
    lookups = new Lookups(CollectorName.list(collectors), resolver);
    Replicas replicas = new Replicas("zone-a", lookups, pace);
    courier = new Courier(backlog, replicas, this::channel, this::follow);
    reporter = new Reporter(ledger::cut, backlog, courier, thread, Duration.ofHours(1));
    lookups.start();
    reporter.start();
  }

  private static Pace pace(Duration longestRest) {
    return new Pace(
        NanoClock.SYSTEM,
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofMillis(50),
        Duration.ofMillis(20),
        longestRest);
  }

  /// Reports to `collectors` and leaves nothing to a successor.
  static ReportingAgent of(String collectors) {
    return of(collectors, IMPATIENT);
  }

  /// The same, with this rest for a collector that does not let it in.
  static ReportingAgent resting(Duration rest, String collectors) {
    return of(collectors, pace(rest));
  }

  private static ReportingAgent of(String collectors, Pace pace) {
    return new ReportingAgent(
        "boot", Optional.empty(), collectors, InetAddress::getAllByName, pace);
  }

  /// A run of an agent with a state directory.
  static ReportingAgent in(Path directory, String boot, String collectors, Lookups.Resolver names)
      throws IOException {
    Succession succession = Predecessors.succeed(directory, boot, "node");
    return new ReportingAgent(boot, Optional.of(succession), collectors, names, IMPATIENT);
  }

  private ManagedChannel channel(InetSocketAddress address) {
    return NettyChannelBuilder.forAddress(address).usePlaintext().executor(thread).build();
  }

  private void follow(Optional<Channel> channel) {
    followed = channel;
  }

  /// Records one attempt and cuts.
  void cut() {
    record();
    CompletableFuture.runAsync(
            () -> {
              backlog.add(ledger.cut());
              courier.hasMore();
            },
            thread)
        .join();
  }

  void cut(int times) {
    for (int i = 0; i < times; i++) {
      cut();
    }
  }

  void record() {
    ledger.record(
        Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1)));
  }

  BacklogCounts counts() {
    return backlog.counts();
  }

  boolean isDelivered() {
    return counts().waiting() == 0;
  }

  /// The channel that the plan is followed on.
  Optional<Channel> followed() {
    return followed;
  }

  static String names(List<Integer> ports) {
    return String.join(", ", ports.stream().map(port -> "127.0.0.1:" + port).toList());
  }

  @Override
  public void close() {
    lookups.close();
    reporter.close();
    state.ifPresent(StateDirectory::close);
  }
}
