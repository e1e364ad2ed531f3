// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.FakeCollector;
import dev.zoneprobe.agent.FakeCollector.Answer;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.backlog.Inheritance;
import dev.zoneprobe.agent.report.replica.CollectorName;
import dev.zoneprobe.agent.report.replica.Lookups;
import dev.zoneprobe.agent.report.replica.Pace;
import dev.zoneprobe.agent.report.replica.Replicas;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One agent and one collector.
class ReporterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BETWEEN_CUTS = Duration.ofMillis(10);

  private static ReportingAgent agentOf(FakeCollector collector) {
    return ReportingAgent.of("127.0.0.1:" + collector.port());
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return once.getLocalPort();
    }
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void deliversEverySnapshotOnceAndInOrder() throws IOException {
    try (FakeCollector collector = new FakeCollector(0);
        ReportingAgent agent = agentOf(collector)) {
      agent.cut(10);

      await().atMost(PATIENCE).until(agent::isDelivered);

      assertThat(collector.store().cuts("boot")).isEqualTo(oneTo(10));
      assertThat(collector.store().duplicates()).isZero();
      assertThat(agent.counts().acknowledged()).isEqualTo(10);
    }
  }

  @Test
  void goesOnCuttingAfterAnError() {
    AtomicInteger cuts = new AtomicInteger();
    Reporter reporter = reporterWithoutCollector(() -> overflow(cuts));
    reporter.start();
    try {
      await().atMost(PATIENCE).until(() -> cuts.get() > 1);
    } finally {
      reporter.close();
    }
  }

  /// One that came between the flush and the end would be left behind, though all was delivered.
  @Test
  void cutsNothingAfterTheLastSnapshot() throws InterruptedException {
    AtomicInteger cuts = new AtomicInteger();
    LatencyLedger ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("node", "zone-a", "boot"), InstantSource.system());
    Reporter reporter =
        reporterWithoutCollector(() -> {
          cuts.incrementAndGet();
          return ledger.cut();
        });
    reporter.start();
    try {
      await().atMost(PATIENCE).until(() -> cuts.get() > 1);
      boolean _ = reporter.flush(Duration.ofSeconds(1));
      int last = cuts.get();

      await().during(BETWEEN_CUTS.multipliedBy(10)).until(() -> cuts.get() == last);
    } finally {
      reporter.close();
    }
  }

  private static Reporter reporterWithoutCollector(Supplier<IntervalSnapshot> cut) {
    Backlog backlog = new Backlog(Inheritance.none("boot"), 1 << 20, NanoClock.SYSTEM);
    Lookups unasked = new Lookups(CollectorName.list("localhost:1"), InetAddress::getAllByName);
    Replicas nobody = new Replicas("zone-a", unasked, Pace.usual(NanoClock.SYSTEM));
    Courier idle = new Courier(backlog, nobody, _ -> noChannel(), _ -> {});
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    return new Reporter(cut, backlog, idle, thread, BETWEEN_CUTS);
  }

  private static ManagedChannel noChannel() {
    throw new IllegalStateException("nobody to open a channel to");
  }

  private static IntervalSnapshot overflow(AtomicInteger cuts) {
    cuts.incrementAndGet();
    throw new StackOverflowError("of a test");
  }

  @Test
  void sendsNothingBeforeItIsGreeted() throws IOException {
    try (FakeCollector collector = new FakeCollector(0).mute();
        ReportingAgent agent = agentOf(collector)) {
      agent.cut(2);

      await().atMost(PATIENCE).until(() -> collector.streams() > 1);

      assertThat(collector.frames).isEmpty();
      assertThat(agent.courier.log().failures()).isPositive();
      assertThat(agent.counts().inDoubt()).isZero();
    }
  }

  @Test
  void sendsAtMostFourAheadOfTheirReceipts() throws IOException {
    try (FakeCollector collector = new FakeCollector(0).answering(_ -> Answer.KEEP_SILENTLY);
        ReportingAgent agent = agentOf(collector)) {
      agent.cut(9);

      await().atMost(PATIENCE).until(() -> agent.counts().inDoubt() == 4);
      await().during(Duration.ofMillis(100)).until(() -> collector.frames.size() <= 4);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"BREAK", "KEEP_AND_BREAK", "WRONG_RECEIPT"})
  void losesAndDoublesNothingWhenAStreamEnds(Answer first) throws IOException {
    AtomicInteger answered = new AtomicInteger();
    try (FakeCollector collector =
            new FakeCollector(0)
                .answering(_ -> answered.getAndIncrement() == 0 ? first : Answer.RECEIPT);
        ReportingAgent agent = agentOf(collector)) {
      agent.cut(6);

      await().atMost(PATIENCE).until(agent::isDelivered);

      assertThat(collector.store().cuts("boot")).isEqualTo(oneTo(6));
      assertThat(collector.store().attempts()).isEqualTo(6);
      assertThat(collector.store().violations()).isEmpty();
    }
  }

  @Test
  void keepsEverythingWhileTheCollectorIsAwayAndDeliversItAfterwards() throws IOException {
    int port = unusedPort();
    try (ReportingAgent agent = ReportingAgent.of("127.0.0.1:" + port)) {
      agent.cut(5);
      await().atMost(PATIENCE).until(() -> agent.courier.log().failures() > 2);
      assertThat(agent.counts().waiting()).isEqualTo(5);

      try (FakeCollector back = new FakeCollector(port)) {
        await().atMost(PATIENCE).until(agent::isDelivered);

        assertThat(back.store().cuts("boot")).isEqualTo(oneTo(5));
      }
    }
  }

  @Test
  void givesUpASnapshotThatTheCollectorWillNeverTake() throws IOException {
    try (FakeCollector collector =
            new FakeCollector(0)
                .answering(
                    frame -> frame.getFirstSequence() == 2 ? Answer.INVALID : Answer.RECEIPT);
        ReportingAgent agent = agentOf(collector)) {
      agent.cut(3);

      await().atMost(PATIENCE).until(agent::isDelivered);

      assertThat(agent.counts().refused()).isEqualTo(1);
      assertThat(collector.store().cuts("boot")).containsExactly(1L, 3L);
    }
  }

  @Test
  void aSnapshotOfWhichAPartWasRefusedIsDelivered() throws IOException {
    try (FakeCollector collector = new FakeCollector(0).answering(_ -> Answer.RECEIPT_FOR_A_PART);
        ReportingAgent agent = agentOf(collector)) {
      agent.cut(2);

      await().atMost(PATIENCE).until(agent::isDelivered);

      assertThat(agent.counts().acknowledged()).isEqualTo(2);
      assertThat(agent.courier.log().refusedSeries()).isEqualTo(6);
    }
  }

  @Test
  void doesNotPesterACollectorThatDoesNotLetItIn() throws IOException {
    try (FakeCollector collector = new FakeCollector(0).answering(_ -> Answer.UNAUTHENTICATED);
        ReportingAgent agent =
            ReportingAgent.resting(Duration.ofHours(1), "127.0.0.1:" + collector.port())) {
      agent.cut();
      await().atMost(PATIENCE).until(() -> agent.courier.log().failures() == 1);

      agent.cut(10);

      assertThat(collector.streams()).isEqualTo(1);
      assertThat(agent.counts().waiting()).isEqualTo(11);
    }
  }

  @Test
  void tellsTheCollectorWhatItAcknowledgedLast() throws IOException {
    try (FakeCollector collector = new FakeCollector(0);
        ReportingAgent agent = agentOf(collector)) {
      for (int i = 0; i < 3; i++) {
        agent.cut();
        await().atMost(PATIENCE).until(agent::isDelivered);
      }

      assertThat(collector.frames).map(SnapshotFrame::getFollows).containsExactly(0L, 1L, 2L);
      assertThat(collector.frames).allMatch(SnapshotFrame::hasFollows);
    }
  }

  @Test
  void deliversALastSnapshotWhenItIsFlushed() throws IOException, InterruptedException {
    try (FakeCollector collector = new FakeCollector(0);
        ReportingAgent agent = agentOf(collector)) {
      agent.record();

      assertThat(agent.reporter.flush(PATIENCE)).isTrue();
      assertThat(collector.store().attempts()).isEqualTo(1);
    }
  }

  @Test
  void saysThatItCouldNotFlushWithoutACollector() throws IOException, InterruptedException {
    try (ReportingAgent agent = ReportingAgent.of("127.0.0.1:" + unusedPort())) {
      assertThat(agent.reporter.flush(Duration.ofMillis(300))).isFalse();
      assertThat(agent.counts().waiting()).isEqualTo(1);
    }
  }
}
