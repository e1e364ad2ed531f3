// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LinkTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int SHORT_MILLIS = 200;

  private final AtomicInteger looks = new AtomicInteger();
  private final ServerSocket collector = new ServerSocket(0, 16, LOOPBACK);
  private final Link link = new Link(collector.getLocalPort(), looks::incrementAndGet);

  LinkTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    link.close();
    collector.close();
  }

  /// A connection over the link, and what the collector sees of it.
  private record Joined(Socket agent, Socket collector) implements AutoCloseable {
    void send(int value) throws IOException {
      agent.getOutputStream().write(value);
    }

    int received() throws IOException {
      return collector.getInputStream().read();
    }

    void answer(int value) throws IOException {
      collector.getOutputStream().write(value);
    }

    int answered() throws IOException {
      return agent.getInputStream().read();
    }

    @Override
    public void close() throws IOException {
      agent.close();
      collector.close();
    }
  }

  private Joined join() throws IOException {
    return new Joined(new Socket(LOOPBACK, link.port()), collector.accept());
  }

  @Test
  void passesBothWaysAndLooksBeforeAnswersOnly() throws IOException {
    try (Joined joined = join()) {
      joined.send(7);
      assertThat(joined.received()).isEqualTo(7);
      assertThat(looks).hasValue(0);

      joined.answer(8);

      assertThat(joined.answered()).isEqualTo(8);
      assertThat(looks).hasValue(1);
    }
  }

  @Test
  void resetsWhatIsOpenWhenItIsCutAndPassesOnWhatComesLater() throws IOException {
    try (Joined before = join()) {
      before.send(1);
      assertThat(before.received()).isEqualTo(1);

      link.cut();

      assertThatExceptionOfType(SocketException.class).isThrownBy(before::answered);
      assertThatExceptionOfType(SocketException.class).isThrownBy(before::received);
    }
    try (Joined after = join()) {
      after.send(2);
      assertThat(after.received()).isEqualTo(2);
    }
  }

  @Test
  void refusesUntilItIsMended() throws IOException {
    link.refuse();
    try (Socket refused = new Socket(LOOPBACK, link.port())) {
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> refused.getInputStream().read());
    }

    link.mend();

    try (Joined joined = join()) {
      joined.send(3);
      assertThat(joined.received()).isEqualTo(3);
    }
  }

  @Test
  void holdsEverythingWhileItIsStalledAndLosesNothing() throws IOException {
    try (Joined joined = join()) {
      link.stall();
      joined.send(4);
      joined.collector().setSoTimeout(SHORT_MILLIS);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(joined::received);
      joined.collector().setSoTimeout(0);

      link.mend();

      assertThat(joined.received()).isEqualTo(4);
    }
  }
}
