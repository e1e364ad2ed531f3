// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tcp;

import dev.zoneprobe.agent.probe.ConnectFailures;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.probe.socket.KernelSocket;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Opens a TCP connection to a port and closes it again.
public final class TcpProbe implements Probe {
  private final Endpoint.Tcp endpoint;
  private final NameLookup names;
  private final DeadlineWatch deadlines;
  private final Optional<KernelSocket> kernel;

  /// @param deadlines stay with their owner
  public TcpProbe(Endpoint.Tcp endpoint, NameLookup names, DeadlineWatch deadlines) {
    this(endpoint, names, deadlines, KernelSocket.find());
  }

  TcpProbe(
      Endpoint.Tcp endpoint,
      NameLookup names,
      DeadlineWatch deadlines,
      Optional<KernelSocket> kernel) {
    this.endpoint = endpoint;
    this.names = names;
    this.deadlines = deadlines;
    this.kernel = kernel;
  }

  @Override
  public Attempt attempt(OngoingAttempt attempt) {
    try {
      connect(
          new InetSocketAddress(names.lookup(endpoint.host(), attempt), endpoint.port()), attempt);
      return attempt.succeeded();
    } catch (LookupFailedException e) {
      return e.end(attempt);
    } catch (IOException e) {
      return attempt.failedOrTimedOut(ConnectFailures.reason(e));
    }
  }

  private void connect(InetSocketAddress peer, OngoingAttempt attempt) throws IOException {
    try (TimedConnect connect = new TimedConnect(attempt, kernel);
        DeadlineWatch.Guard _ = deadlines.over(attempt, () -> giveUp(connect))) {
      connect.to(peer);
    }
  }

  private static void giveUp(TimedConnect connect) {
    try {
      connect.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Nothing outlasts an attempt.
  @Override
  public void close() {}
}
