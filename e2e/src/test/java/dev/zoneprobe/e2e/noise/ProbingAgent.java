// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import dev.zoneprobe.agent.config.TargetReader;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.noise.OwnNoise;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.probe.tcp.TcpProbe;
import dev.zoneprobe.agent.schedule.Schedule;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.SkipReason;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of an agent from the due moment to the judged attempt, which is kept instead of being
/// summed up. Only literal addresses over TCP and HTTP can be probed.
final class ProbingAgent implements AutoCloseable {
  private static final Target.Timing TIMING =
      new Target.Timing(Duration.ofMillis(10), Duration.ofSeconds(2));
  private static final NameLookup LITERALS = (host, _) -> InetAddress.ofLiteral(host);

  private final List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
  private final DeadlineWatch deadlines = new DeadlineWatch();
  private final KernelCounters kernel = new KernelCounters(Path.of("/"));
  private final OwnNoise noise =
      new OwnNoise(NanoClock.SYSTEM, kernel, (_, _) -> {}, attempts::add);
  private final Schedule schedule =
      new Schedule(
          "node",
          NanoClock.SYSTEM,
          this::open,
          () -> false,
          new Schedule.Sink() {
            @Override
            public void ended(Attempt attempt, long dueNanos) {
              noise.ended(attempt, dueNanos);
            }

            @Override
            public void skipped(Subject subject, SkipReason reason) {}
          });

  /// Begins to probe over new connections, each target every 10 ms.
  ProbingAgent(String... urls) {
    Set<Target> targets =
        Stream.of(urls)
            .map(url ->
                TargetReader.ofUrl(url, TIMING, Set.of(Connection.NEW), Endpoint.Tls.DEFAULT))
            .collect(Collectors.toSet());
    schedule.retarget(targets);
    noise.start();
    schedule.start();
  }

  private Probe open(Target target, Connection connection) {
    return switch (target.endpoint()) {
      case Endpoint.Tcp endpoint -> new TcpProbe(endpoint, LITERALS, deadlines);
      case Endpoint.Http endpoint -> new HttpProbe(endpoint, connection, LITERALS);
      case Endpoint.Dns _, Endpoint.Grpc _ -> throw new IllegalArgumentException(target.toString());
    };
  }

  /// Takes all attempts that were judged since it was asked last.
  List<Attempt> take() {
    synchronized (attempts) {
      List<Attempt> taken = List.copyOf(attempts);
      attempts.clear();
      return taken;
    }
  }

  /// How many attempts have been judged since they were taken last.
  int judged() {
    return attempts.size();
  }

  @Override
  public void close() {
    try {
      schedule.drain(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    schedule.close();
    noise.close();
    kernel.close();
    deadlines.close();
  }
}
