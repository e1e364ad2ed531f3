// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/// Bounds how many HTTP connections are open: beyond it, the one that has been open longest gives
/// way. So slow or silent readers, however many, keep nobody out. Thread-safe.
public final class ReaderConnections implements Connection.Listener {
  private final int most;
  private final Counter closed;

  /// In the order in which they were opened.
  @GuardedBy("this")
  private final Set<Connection> open = new LinkedHashSet<>();

  /// @param most how many may be open
  public ReaderConnections(int most, MeterRegistry meters) {
    this.most = most;
    Gauge.builder("zoneprobe.collector.readers", this, ReaderConnections::open)
        .description("HTTP connections that are open")
        .register(meters);
    closed =
        Counter.builder("zoneprobe.collector.readers.closed")
            .description("HTTP connections that gave way to newer ones")
            .register(meters);
  }

  /// Is told of the connections of `server` once it starts.
  void watch(Server server) {
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarting(LifeCycle starting) {
            for (Connector connector : server.getConnectors()) {
              connector.addEventListener(ReaderConnections.this);
            }
          }
        });
  }

  @Override
  public void onOpened(Connection connection) {
    if (isOverTcp(connection)) {
      added(connection)
          .ifPresent(longestOpen -> {
            closed.increment();
            longestOpen.getEndPoint().close();
          });
    }
  }

  /// TLS is a connection inside another.
  private static boolean isOverTcp(Connection connection) {
    return connection.getEndPoint() instanceof SocketChannelEndPoint;
  }

  private synchronized Optional<Connection> added(Connection connection) {
    open.add(connection);
    if (open.size() <= most) {
      return Optional.empty();
    }
    Connection longestOpen = open.iterator().next();
    open.remove(longestOpen);
    return Optional.of(longestOpen);
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    open.remove(connection);
  }

  private synchronized int open() {
    return open.size();
  }
}
