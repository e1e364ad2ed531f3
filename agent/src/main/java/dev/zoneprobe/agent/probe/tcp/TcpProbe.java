// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tcp;

import dev.zoneprobe.agent.probe.ConnectFailures;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens a TCP connection to a port and closes it again.
public final class TcpProbe implements Probe {
  private final Endpoint.Tcp endpoint;
  private final NameLookup names;
  private final EventLoops loops;

  /// @param loops stay with their owner
  public TcpProbe(Endpoint.Tcp endpoint, NameLookup names, EventLoops loops) {
    this.endpoint = endpoint;
    this.names = names;
    this.loops = loops;
  }

  @Override
  public Attempt attempt(OngoingAttempt attempt) {
    attempt.opensConnection();
    try {
      InetSocketAddress peer =
          new InetSocketAddress(names.lookup(endpoint.host(), attempt), endpoint.port());
      return connect(peer, attempt);
    } catch (LookupFailedException e) {
      return e.end(attempt);
    }
  }

  private Attempt connect(InetSocketAddress peer, OngoingAttempt attempt) {
    TimedConnect connect = new TimedConnect(loops, attempt);
    try {
      connect.begin(peer).get(attempt.remaining().toNanos(), TimeUnit.NANOSECONDS);
      return attempt.succeeded();
    } catch (ExecutionException e) {
      return attempt.failed(ConnectFailures.reason(e));
    } catch (TimeoutException _) {
      connect.giveUp();
      return attempt.timedOut();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      connect.giveUp();
      return attempt.failed(Failure.CONNECT_TIMEOUT);
    }
  }

  /// Nothing outlasts an attempt.
  @Override
  public void close() {}
}
