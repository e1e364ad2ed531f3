// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.FakeCollector;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LatencyLedger ledger =
      new LatencyLedger(
          new IntervalSnapshot.Source("node", "zone-a", "boot"), InstantSource.system());
  private final Backlog backlog = new Backlog(1 << 20);
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  private ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .executor(thread)
        .build();
  }

  private Reporter reporter(ManagedChannel channel) {
    return new Reporter(ledger::cut, backlog, channel, thread, INTERVAL);
  }

  private void recordOneAttempt() {
    ledger.record(
        Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1)));
  }

  @Test
  void deliversEverySnapshotOnceAndInOrder() throws IOException {
    try (FakeCollector collector = new FakeCollector(0, _ -> Status.OK)) {
      reporter(channel(collector.port())).start();

      await().atMost(PATIENCE).until(() -> backlog.acknowledged() >= 10);

      assertThat(collector.frames.subList(0, 10))
          .map(SnapshotFrame::getFirstSequence)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }
  }

  @Test
  void sendsAgainWhatHasNoReceiptWhenTheStreamBreaks() throws IOException {
    AtomicInteger toBreak = new AtomicInteger(1);
    try (FakeCollector collector =
        new FakeCollector(0, _ -> toBreak.getAndDecrement() > 0 ? Status.UNAVAILABLE : Status.OK)) {
      Reporter reporter = reporter(channel(collector.port()));
      reporter.start();

      await().atMost(PATIENCE).until(() -> backlog.acknowledged() >= 2);

      assertThat(reporter.failures()).isEqualTo(1);
      assertThat(collector.frames).filteredOn(frame -> frame.getFirstSequence() == 1).hasSize(2);
    }
  }

  @Test
  void keepsEverythingWhileTheCollectorIsAwayAndDeliversItAfterwards() throws IOException {
    int port;
    try (FakeCollector gone = new FakeCollector(0, _ -> Status.OK)) {
      port = gone.port();
    }
    reporter(channel(port)).start();
    await().atMost(PATIENCE).until(() -> backlog.waiting() >= 5);

    try (FakeCollector back = new FakeCollector(port, _ -> Status.OK)) {
      await().atMost(PATIENCE).until(() -> backlog.acknowledged() >= 5);

      assertThat(back.frames.getFirst().getFirstSequence()).isEqualTo(1);
    }
  }

  @Test
  void givesUpASnapshotThatTheCollectorWillNeverTake() throws IOException {
    try (FakeCollector collector =
        new FakeCollector(
            0, frame -> frame.getFirstSequence() == 1 ? Status.INVALID_ARGUMENT : Status.OK)) {
      reporter(channel(collector.port())).start();

      await().atMost(PATIENCE).until(() -> backlog.acknowledged() >= 1);

      assertThat(backlog.refused()).isEqualTo(1);
    }
  }

  @Test
  void deliversALastSnapshotWhenItIsFlushed() throws IOException, InterruptedException {
    try (FakeCollector collector = new FakeCollector(0, _ -> Status.OK)) {
      Reporter reporter =
          new Reporter(
              ledger::cut, backlog, channel(collector.port()), thread, Duration.ofMinutes(1));
      reporter.start();
      recordOneAttempt();

      assertThat(reporter.flush(PATIENCE)).isTrue();
      assertThat(collector.frames).hasSize(1);
      assertThat(collector.frames.getFirst().getSubjects(0).getSuccesses()).isEqualTo(1);
    }
  }

  @Test
  void saysThatItCouldNotFlushWithoutACollector() throws IOException, InterruptedException {
    int port;
    try (FakeCollector gone = new FakeCollector(0, _ -> Status.OK)) {
      port = gone.port();
    }
    Reporter reporter = reporter(channel(port));
    reporter.start();

    assertThat(reporter.flush(Duration.ofMillis(300))).isFalse();
    assertThat(backlog.waiting()).isPositive();
  }
}
