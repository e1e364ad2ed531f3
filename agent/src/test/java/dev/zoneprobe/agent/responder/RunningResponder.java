// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;

/// A responder on free loopback ports, with event loops of its own.
record RunningResponder(EventLoops loops, Responder responder) implements AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  static final ResponderSettings ANY_PORTS = anyPorts(Duration.ZERO);
  static final Responder.Identity IDENTITY = new Responder.Identity("node-a", "zone-a");

  private static ResponderSettings anyPorts(Duration drain) {
    return new ResponderSettings(LOOPBACK, 0, 0, 0, drain);
  }

  static RunningResponder start() throws IOException {
    return start(Responder.Limits.DEFAULT, NanoClock.SYSTEM);
  }

  static RunningResponder start(Responder.Limits limits, NanoClock clock) throws IOException {
    return start(EventLoops.start(1), limits, clock);
  }

  static RunningResponder openFor(Duration drain, NanoClock clock) throws IOException {
    EventLoops loops = EventLoops.start(1);
    return new RunningResponder(loops, new Responder(anyPorts(drain), IDENTITY, loops, clock));
  }

  static RunningResponder as(Responder.Identity identity) throws IOException {
    EventLoops loops = EventLoops.start(1);
    return new RunningResponder(loops, new Responder(ANY_PORTS, identity, loops, NanoClock.SYSTEM));
  }

  static RunningResponder start(EventLoops loops, Responder.Limits limits, NanoClock clock)
      throws IOException {
    return new RunningResponder(loops, new Responder(ANY_PORTS, IDENTITY, loops, clock, limits));
  }

  static Responder.Limits impatient(Duration idle, Duration requestPatience) {
    return new Responder.Limits(100, 100, idle, requestPatience, idle);
  }

  int port(Protocol protocol) {
    return switch (protocol) {
      case HTTP -> responder.httpPort();
      case GRPC -> responder.grpcPort();
      case TCP -> responder.tcpPort();
      case DNS -> throw new IllegalArgumentException("nobody answers DNS");
    };
  }

  ListenerCounts counts(Protocol protocol) {
    return Objects.requireNonNull(responder.counts().get(protocol));
  }

  Peer connect(Protocol protocol) throws IOException {
    return Peer.connect(port(protocol));
  }

  @Override
  public void close() {
    responder.close();
    loops.close();
  }
}
