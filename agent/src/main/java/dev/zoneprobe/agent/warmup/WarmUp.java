// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.warmup;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.responder.Responder;
import dev.zoneprobe.agent.responder.ResponderSettings;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Subject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Attempts that nobody counts, against a responder of this process, so that the first that count
/// do not measure a JVM that is still loading and compiling its classes.
public final class WarmUp {
  private static final int ROUNDS = 250; // the JVM compiles what it has seen 200 times
  private static final Duration AT_MOST = Duration.ofSeconds(2);

  /// With a cache of classes (`-XX:AOTCache=`), loading and linking are done: what is left is
  /// short.
  private static final Duration AT_MOST_WITH_CACHE = Duration.ofMillis(100);

  private static final Target.Timing TIMING =
      new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final BiFunction<Target, Connection, Probe> probes;
  private final NanoClock clock;

  /// @param probes opens the probe of a target over a kind of connection
  public WarmUp(BiFunction<Target, Connection, Probe> probes, NanoClock clock) {
    this.probes = probes;
    this.clock = clock;
  }

  /// Warms up with a responder that lives no longer than that, on loopback.
  ///
  /// @throws IOException if this host has no loopback to listen on
  public static void alone(BiFunction<Target, Connection, Probe> probes) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Responder.Identity nobody = new Responder.Identity("warm-up", "warm-up");
    ResponderSettings anyPorts = new ResponderSettings(loopback, 0, 0, 0, Duration.ZERO);
    try (EventLoops loops = EventLoops.start(1);
        Responder responder = new Responder(anyPorts, nobody, loops, NanoClock.SYSTEM)) {
      new WarmUp(probes, NanoClock.SYSTEM).run(loopback, responder);
    }
  }

  /// Returns when every protocol has been used a few times, or that has taken two seconds, or a
  /// tenth of one where the runtime has a cache of classes.
  ///
  /// @throws IOException if this host has no loopback to listen on
  public void run(InetAddress responderAddress, Responder responder) throws IOException {
    try (DnsMirror nameserver = new DnsMirror()) {
      InetAddress host =
          responderAddress.isAnyLocalAddress()
              ? InetAddress.getLoopbackAddress()
              : responderAddress;
      List<Target> targets =
          endpoints(host.getHostAddress(), responder, nameserver.address()).stream()
              .map(WarmUp::target)
              .toList();
      long end = clock.nanos() + atMost().toNanos();
      for (int round = 0; round < ROUNDS && clock.nanos() - end < 0; round++) {
        targets.forEach(this::attempt);
      }
    }
  }

  private static Duration atMost() {
    boolean cached =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(option -> option.startsWith("-XX:AOTCache="));
    return cached ? AT_MOST_WITH_CACHE : AT_MOST;
  }

  private void attempt(Target target) {
    try (Probe probe = probes.apply(target, Connection.NEW)) {
      Attempt _ = probe.attempt(new OngoingAttempt(0, target, clock, clock.nanos()));
    }
  }

  private static List<Endpoint> endpoints(
      String host, Responder responder, InetSocketAddress nameserver) {
    String inUri = host.contains(":") ? "[" + host + "]" : host;
    return List.of(
        new Endpoint.Dns(
            Optional.of(nameserver), "warm-up.", Endpoint.RecordType.A, Optional.empty()),
        new Endpoint.Tcp(host, responder.tcpPort()),
        Endpoint.Http.get(URI.create("http://%s:%d/".formatted(inUri, responder.httpPort()))),
        new Endpoint.Grpc(host, responder.grpcPort(), "", Optional.empty()));
  }

  private static Target target(Endpoint endpoint) {
    Subject subject = new Subject("self", "warm-up", endpoint.protocol(), Subject.Owner.NONE);
    return new Target(subject, Optional.empty(), endpoint, TIMING, Set.of(Connection.NEW));
  }
}
