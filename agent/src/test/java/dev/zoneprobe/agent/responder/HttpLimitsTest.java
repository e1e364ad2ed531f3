// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpLimitsTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String LINE_OF_8_KIB = "x".repeat(HttpAnswers.MAX_HEAD_BYTES);

  private static String answerTo(String request) throws IOException {
    try (RunningResponder running = RunningResponder.start();
        Peer peer = running.connect(Protocol.HTTP)) {
      peer.say(request);
      return peer.hearToTheEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\nHo st: peer\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void refusesWhatIsNotARequestAndCloses(String nonsense) throws IOException {
    assertThat(answerTo(nonsense))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("connection: close");
  }

  @Test
  void refusesARequestLineOver8KiB() throws IOException {
    assertThat(answerTo("GET /" + LINE_OF_8_KIB + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
  }

  @Test
  void refusesHeadersOver8KiB() throws IOException {
    assertThat(answerTo("GET / HTTP/1.1\r\nlong: " + LINE_OF_8_KIB + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void refusesABodyOver1KiB() throws IOException {
    assertThat(answerTo("GET / HTTP/1.1\r\nContent-Length: 1025\r\n\r\n" + "x".repeat(1025)))
        .startsWith("HTTP/1.1 413 ")
        .contains("connection: close");
  }

  @Test
  void refusesAChunkedBodyOver1KiB() throws IOException {
    String chunk = "200\r\n" + "x".repeat(0x200) + "\r\n";

    assertThat(answerTo("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void takesABodyOf1KiB() throws IOException {
    assertThat(
            answerTo(
                "GET / HTTP/1.1\r\nConnection: close\r\nContent-Length: 1024\r\n\r\n"
                    + "x".repeat(1024)))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void meetsNoExpectations() throws IOException {
    assertThat(answerTo("GET / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"))
        .startsWith("HTTP/1.1 417 ");
  }

  @Test
  void closesARequestThatDoesNotArriveInTime() throws IOException {
    try (RunningResponder running = impatient(LONG, SOON);
        Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("GET / HT");

      assertThat(peer.isCutOff()).isTrue();
    }
  }

  @Test
  void doesNotWaitLongerForARequestThatTrickles() throws IOException {
    try (RunningResponder running = impatient(LONG, SOON);
        Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("GET /");

      await().pollInterval(Duration.ofMillis(20)).until(() -> refusesOneMoreByte(peer));
      assertThat(running.counts(Protocol.HTTP).requests()).isZero();
    }
  }

  private static boolean refusesOneMoreByte(Peer peer) throws IOException {
    try {
      peer.say("x");
      return false;
    } catch (SocketException _) {
      return true;
    }
  }

  @Test
  void closesAConnectionThatStaysOpenAfterARefusal() throws IOException {
    try (RunningResponder running = impatient(LONG, SOON);
        Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("nonsense\r\n\r\n");
      peer.hearToTheEnd();

      await().untilAsserted(() -> assertThat(running.counts(Protocol.HTTP).open()).isZero());
    }
  }

  @Test
  void closesAnIdleConnection() throws IOException {
    try (RunningResponder running = impatient(SOON, LONG);
        Peer peer = running.connect(Protocol.HTTP)) {
      peer.get("/");
      peer.hearUntil("responder\n");

      assertThat(peer.isCutOff()).isTrue();
    }
  }

  @Test
  void stopsReadingFromAPeerThatDoesNotReadItsAnswers() throws IOException {
    ByteBuffer requests = requests(10_000);
    AtomicLong taken = new AtomicLong();
    try (RunningResponder running = RunningResponder.start();
        SocketChannel peer = SocketChannel.open(address(running))) {
      peer.configureBlocking(false);
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(20))
          .until(() -> pushedBack(peer, requests, taken));
    }

    assertThat(taken.get()).isPositive();
  }

  /// Writes what is taken now; whether nothing was.
  private static boolean pushedBack(SocketChannel peer, ByteBuffer requests, AtomicLong taken)
      throws IOException {
    int written = peer.write(requests.duplicate());
    taken.addAndGet(written);
    return written == 0;
  }

  private static ByteBuffer requests(int count) {
    return ByteBuffer.wrap(
        "GET / HTTP/1.1\r\n\r\n".repeat(count).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static InetSocketAddress address(RunningResponder running) {
    return new InetSocketAddress(RunningResponder.LOOPBACK, running.port(Protocol.HTTP));
  }

  @Test
  void countsTheWaitForTheRestOfARequestAsProcessing() throws IOException {
    AtomicLong now = new AtomicLong();
    AtomicInteger readings = new AtomicInteger();
    NanoClock clock =
        () -> {
          readings.incrementAndGet();
          return now.get();
        };
    try (RunningResponder running = RunningResponder.start(Responder.Limits.DEFAULT, clock);
        Peer peer = running.connect(Protocol.HTTP)) {
      peer.say("GET / HT");
      await().until(() -> readings.get() == 1);
      now.set(5_000);
      peer.say("TP/1.1\r\n\r\n");

      assertThat(peer.hearUntil("responder\n")).contains("zoneprobe-processing-nanos: 5000\r\n");
    }
  }

  private static RunningResponder impatient(Duration idle, Duration requestPatience)
      throws IOException {
    return RunningResponder.start(
        RunningResponder.impatient(idle, requestPatience), NanoClock.SYSTEM);
  }
}
