// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.dns.DnsClient;
import dev.zoneprobe.agent.probe.dns.DnsLookup;
import dev.zoneprobe.agent.probe.dns.DnsProbe;
import dev.zoneprobe.agent.probe.dns.DnsSettings;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.probe.tcp.TcpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import java.util.function.Supplier;

/// Opens the probe that a target's endpoint asks for. Thread-safe.
final class Probes {
  private final EventLoops loops;
  private final DeadlineWatch deadlines;
  private final DnsClient client;
  private final NameLookup names;

  /// Event loops and deadlines stay the caller's and must outlive every probe.
  ///
  /// @param dns asked at each lookup
  Probes(EventLoops loops, DeadlineWatch deadlines, Supplier<DnsSettings> dns) {
    this.loops = loops;
    this.deadlines = deadlines;
    this.client = new DnsClient(loops, dns);
    this.names = new DnsLookup(client);
  }

  Probe open(Target target, Connection connection) {
    return switch (target.endpoint()) {
      case Endpoint.Dns endpoint -> new DnsProbe(endpoint, client);
      case Endpoint.Tcp endpoint -> new TcpProbe(endpoint, names, deadlines);
      case Endpoint.Http endpoint -> new HttpProbe(endpoint, connection, names);
      case Endpoint.Grpc endpoint -> new GrpcProbe(endpoint, connection, names, loops);
    };
  }
}
