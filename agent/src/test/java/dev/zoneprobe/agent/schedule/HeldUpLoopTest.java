// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.Leftovers;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.NioLoops;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.dns.DnsClient;
import dev.zoneprobe.agent.probe.dns.DnsProbe;
import dev.zoneprobe.agent.probe.dns.ResolvConf;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.SkipReason;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Attempts that end at their deadlines, again and again, while the event loop gets nothing done.
final class HeldUpLoopTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int DUE_MEANWHILE = 1_000;
  private static final int IN_FLIGHT = 2 * 12; // of two targets, each 100 ms / 10 ms, and 2

  /// A connection's registration, its first write, its connect, its close, and some to spare.
  private static final int TASKS_EACH = 8;

  private static final Target.Timing TIMING =
      new Target.Timing(Duration.ofMillis(10), Duration.ofMillis(100));
  private static final int NXDOMAIN = 3;

  private final EventLoops loops = counting(NioLoops.start());
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final Set<Protocol> succeeded = ConcurrentHashMap.newKeySet();
  private final Schedule schedule =
      new Schedule(
          "node", NanoClock.SYSTEM, this::open, loops.leftovers()::areTooMany, new Succeeded());
  private DatagramSocket nameserver;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    nameserver = new DatagramSocket(0, LOOPBACK);
    Thread.ofVirtual().start(this::knowNoName);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(LOOPBACK, 0))
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    mayGoOn.countDown();
    schedule.close();
    loops.close();
    server.shutdownNow();
    nameserver.close();
  }

  @Test
  void isLeftNoMoreThanItsBoundAndAttemptsSucceedAfterwards() throws InterruptedException {
    SingleThreadEventLoop loop = (SingleThreadEventLoop) loops.group().next();
    holdUp(loop);
    schedule.retarget(
        Set.of(
            target(new Endpoint.Grpc("127.0.0.1", server.getPort(), "", Optional.empty())),
            target(
                new Endpoint.Dns(
                    Optional.of((InetSocketAddress) nameserver.getLocalSocketAddress()),
                    "nobody.test",
                    Endpoint.RecordType.A,
                    Optional.of(NXDOMAIN)))));
    schedule.start();

    await().atMost(Duration.ofMinutes(1)).until(() -> schedule.counts().due() >= DUE_MEANWHILE);

    assertThat(CountedSocket.OPEN).hasValueLessThanOrEqualTo(Leftovers.MOST + IN_FLIGHT);
    assertThat(loop.pendingTasks()).isLessThanOrEqualTo(TASKS_EACH * (Leftovers.MOST + IN_FLIGHT));
    assertThat(schedule.counts().skipped(SkipReason.IN_FLIGHT_LIMIT))
        .isGreaterThan(DUE_MEANWHILE / 2);
    assertThat(succeeded).isEmpty();

    mayGoOn.countDown();

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> succeeded.containsAll(Set.of(Protocol.DNS, Protocol.GRPC)));
    schedule.drain(Duration.ofSeconds(10));
    await().until(() -> CountedSocket.OPEN.get() == 0);
    assertThat(loops.leftovers().areTooMany()).isFalse();
  }

  private void holdUp(EventLoop loop) {
    loop.execute(() -> {
      try {
        mayGoOn.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private Probe open(Target target, Connection connection) {
    return switch (target.endpoint()) {
      case Endpoint.Grpc grpc -> new GrpcProbe(grpc, connection, new LoopbackNames(), loops);
      case Endpoint.Dns dns -> new DnsProbe(dns, new DnsClient(loops, () -> ResolvConf.parse("")));
      default -> throw new IllegalArgumentException("no target of this test");
    };
  }

  private static Target target(Endpoint endpoint) {
    Subject subject = new Subject("zone-b", "probed", endpoint.protocol(), Subject.Owner.NONE);
    return new Target(subject, Optional.empty(), endpoint, TIMING, Set.of(Connection.NEW));
  }

  /// Sends each query back as an answer.
  private void knowNoName() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      while (!nameserver.isClosed()) {
        packet.setLength(512);
        nameserver.receive(packet);
        packet.getData()[2] |= (byte) 0x80; // RFC 1035 section 4.1.1
        packet.getData()[3] |= NXDOMAIN;
        nameserver.send(packet);
      }
    } catch (IOException _) {
      nameserver.close();
    }
  }

  private static EventLoops counting(EventLoops loops) {
    CountedSocket.OPEN.set(0);
    return new EventLoops(
        loops.group(), CountedSocket.class, loops.datagramChannel(), loops.serverSocketChannel());
  }

  private final class Succeeded implements Schedule.Sink {
    @Override
    public void ended(Attempt attempt, long dueNanos) {
      if (attempt.outcome().kind() == Outcome.Kind.SUCCESS) {
        succeeded.add(attempt.subject().protocol());
      }
    }

    @Override
    public void skipped(Subject subject, SkipReason reason) {}
  }

  /// Public, because Netty makes it by reflection.
  public static final class CountedSocket extends NioSocketChannel {
    private static final AtomicInteger OPEN = new AtomicInteger();

    public CountedSocket() {
      OPEN.incrementAndGet();
    }

    @Override
    protected void doClose() throws Exception {
      OPEN.decrementAndGet();
      super.doClose();
    }
  }
}
