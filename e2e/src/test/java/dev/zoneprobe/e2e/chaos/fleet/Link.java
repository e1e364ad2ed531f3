// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.e2e.kit.time.RealTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The way of one agent to one collector: passes TCP connections on, and can be cut, refuse, stall
/// and made slow. Thread-safe; its threads are virtual.
public final class Link implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 << 10;
  private static final Duration SLOW = Duration.ofMillis(300);

  private final ServerSocket listening = listen();
  private final int destination;
  private final Runnable beforeAnswers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object passage = new Object();

  @GuardedBy("passage")
  private Condition condition = Condition.WELL;

  /// What a link is like.
  private enum Condition {
    WELL,
    /// Bytes wait until the link is mended; connections stay.
    STALLED,
    /// Each chunk takes longer.
    SLOW,
    /// New connections are reset at once.
    REFUSING
  }

  /// Opens a way to a port of 127.0.0.1.
  ///
  /// @param beforeAnswers done before any byte of the collector is passed on to the agent
  Link(int destination, Runnable beforeAnswers) {
    this.destination = destination;
    this.beforeAnswers = beforeAnswers;
    Thread.ofVirtual().name("link-" + listening.getLocalPort()).start(this::accept);
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port that stands for the collector's.
  int port() {
    return listening.getLocalPort();
  }

  /// Resets all connections; new ones are passed on.
  public void cut() {
    open.forEach(Link::reset);
  }

  /// Resets all connections, and new ones until it is mended.
  public void refuse() {
    become(Condition.REFUSING);
    cut();
  }

  /// Lets no byte through until it is mended.
  public void stall() {
    become(Condition.STALLED);
  }

  /// Lets each chunk wait until it is mended.
  public void slowDown() {
    become(Condition.SLOW);
  }

  /// Passes everything on again.
  public void mend() {
    become(Condition.WELL);
  }

  private void become(Condition next) {
    synchronized (passage) {
      condition = next;
      passage.notifyAll();
    }
  }

  private Condition condition() {
    synchronized (passage) {
      return condition;
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        join(listening.accept());
      } catch (IOException _) {
        // the link is closed, or the collector is not there
      }
    }
  }

  private void join(Socket agent) throws IOException {
    Socket collector = new Socket();
    open.add(agent);
    open.add(collector);
    try {
      if (condition() == Condition.REFUSING) {
        throw new IOException("refused");
      }
      collector.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), destination));
      Thread.ofVirtual().start(() -> pump(agent, collector, () -> {}));
      Thread.ofVirtual().start(() -> pump(collector, agent, beforeAnswers));
    } catch (IOException e) {
      drop(agent, collector);
      throw e;
    }
  }

  private void pump(Socket from, Socket to, Runnable beforeEach) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        awaitPassage();
        beforeEach.run();
        out.write(chunk, 0, read);
      }
    } catch (IOException _) {
      // cut, or one side is gone: the other learns of it
    } finally {
      drop(from, to);
    }
  }

  private void awaitPassage() {
    synchronized (passage) {
      while (condition == Condition.STALLED) {
        try {
          passage.wait();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
    if (condition() == Condition.SLOW) {
      RealTime.passes(SLOW, "the network is slow");
    }
  }

  private void drop(Socket one, Socket other) {
    reset(one);
    reset(other);
    open.remove(one);
    open.remove(other);
  }

  /// Without waiting for what was not sent yet.
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // closed already
    }
  }

  @Override
  public void close() {
    try (listening) {
      mend();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
