// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.NanoClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RelayTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int ROUNDS = 300;

  private final EventLoops loops = EventLoops.start(1);
  private final ServerSocket destination = new ServerSocket();

  RelayTest() throws IOException {
    destination.setReceiveBufferSize(64 << 10);
    destination.bind(ANY_PORT);
  }

  @AfterEach
  void stop() throws IOException {
    destination.close();
    loops.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 8})
  void addsTheStatedDistanceToARoundTrip(long millis) throws IOException {
    try (Relay relay = relay(Duration.ofMillis(millis).dividedBy(2))) {
      long statedMicros = TimeUnit.MILLISECONDS.toMicros(millis);

      long micros = TimeUnit.NANOSECONDS.toMicros(fastestRoundTripNanos(relay.address()));

      assertThat(micros).isBetween(statedMicros, statedMicros + 500);
    }
  }

  @Test
  void deliversEverythingUnchangedAndInOrder() throws IOException {
    byte[] sent = new byte[3_000_000];
    new Random(1).nextBytes(sent);
    try (Relay relay = relay(Duration.ofMillis(1));
        Socket caller = connect(relay.address());
        Socket accepted = destination.accept()) {
      Thread.startVirtualThread(() -> writeInPieces(caller, sent));

      byte[] received = accepted.getInputStream().readNBytes(sent.length);

      assertThat(Arrays.equals(received, sent)).isTrue();
    }
  }

  @Test
  void passesOnTheEndOfOneDirectionAndKeepsTheOtherOpen() throws IOException {
    try (Relay relay = relay(Duration.ofMillis(1));
        Socket caller = connect(relay.address());
        Socket accepted = destination.accept()) {
      caller.getOutputStream().write(1);
      caller.shutdownOutput();

      byte[] request = accepted.getInputStream().readAllBytes();
      accepted.getOutputStream().write(new byte[] {2, 3});
      accepted.shutdownOutput();
      byte[] response = caller.getInputStream().readAllBytes();

      assertThat(request).containsExactly(1);
      assertThat(response).containsExactly(2, 3);
    }
  }

  @Test
  void closesTheCallersConnectionWhenTheDestinationRefuses() throws IOException {
    destination.close();
    try (Relay relay = relay(Duration.ofMillis(1));
        Socket caller = connect(relay.address())) {
      assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void stopsReadingWhenTheDestinationDoes() throws IOException {
    long farLessThanWithoutABound = 32L << 20;
    try (Relay relay = relay(Duration.ofMillis(1));
        SocketChannel caller = SocketChannel.open(relay.address());
        Socket _ = destination.accept()) {
      caller.configureBlocking(false);
      long[] taken = {0};

      Awaitility.await()
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> taken[0] > farLessThanWithoutABound || writeUntilRefused(caller, taken) == 0);

      assertThat(taken[0]).isBetween((long) DelayLine.MAX_WAITING_BYTES, farLessThanWithoutABound);
    }
  }

  private static long writeUntilRefused(SocketChannel caller, long[] total) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(64 << 10);
    long before = total[0];
    int written;
    do {
      written = caller.write(piece.clear());
      total[0] += written;
    } while (written > 0 && total[0] - before < 64 << 20);
    return total[0] - before;
  }

  private InetSocketAddress destinationAddress() {
    return (InetSocketAddress) destination.getLocalSocketAddress();
  }

  private Relay relay(Duration oneWay) throws IOException {
    return new Relay(loops, ANY_PORT, destinationAddress(), new Line(oneWay, new Random(3)));
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  /// Slower ones tell how quickly a busy machine wakes a thread that has slept.
  private long fastestRoundTripNanos(InetSocketAddress address) throws IOException {
    long[] nanos = new long[ROUNDS];
    try (Socket caller = connect(address);
        Socket accepted = destination.accept()) {
      accepted.setTcpNoDelay(true);
      Thread.startVirtualThread(() -> echo(accepted));
      for (int i = 0; i < ROUNDS; i++) {
        long begin = NanoClock.SYSTEM.nanos();
        caller.getOutputStream().write(i);
        caller.getInputStream().read();
        nanos[i] = NanoClock.SYSTEM.nanos() - begin;
      }
    }
    return Arrays.stream(nanos).min().orElseThrow();
  }

  private static void echo(Socket socket) {
    try (InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException _) {
      // The caller has gone: the echo's work is done.
    }
  }

  private static void writeInPieces(Socket socket, byte[] bytes) {
    Random sizes = new Random(2);
    try {
      OutputStream out = socket.getOutputStream();
      for (int at = 0; at < bytes.length; ) {
        int size = Math.min(1 + sizes.nextInt(100_000), bytes.length - at);
        out.write(bytes, at, size);
        at += size;
      }
    } catch (IOException e) {
      throw new AssertionError("the relay took no more", e);
    }
  }
}
