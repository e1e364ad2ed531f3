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
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;

/// Bounds how many HTTP connections are open: beyond it, the one that has been open longest gives
/// way. Each has a thread, and little memory of the kernel. So slow or silent readers, however
/// many, keep nobody out. Thread-safe.
public final class ReaderConnections implements Connection.Listener {
  /// What waits in the kernel for one reader; left alone, Linux lets that grow to 4 MB.
  private static final int SEND_BUFFER_BYTES = 128 << 10;

  private static final int THREADS_FOR_JETTY_ITSELF = 32;
  private static final int THREADS_AT_REST = 8;
  private static final int THREAD_RESTS_AFTER_MILLIS = 60_000;

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

  /// A thread for each that may be open, because whoever reads slowly holds one meanwhile. They are
  /// not virtual: a long computation would keep those waiting that only ask for health.
  ThreadPool threads() {
    return new QueuedThreadPool(
        most + THREADS_FOR_JETTY_ITSELF, THREADS_AT_REST, THREAD_RESTS_AFTER_MILLIS);
  }

  /// Is told of the connections of `server` once it starts.
  void watch(Server server) {
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarting(LifeCycle starting) {
            for (Connector connector : server.getConnectors()) {
              connector.addEventListener(ReaderConnections.this);
              if (connector instanceof ServerConnector overTcp) {
                overTcp.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
              }
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
            longestOpen.getEndPoint().close(new EofException("gave way to a newer one"));
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
