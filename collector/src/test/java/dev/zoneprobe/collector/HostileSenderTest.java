// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What senders are told who send too much, the wrong thing or the same thing twice, and what
/// becomes of it.
class HostileSenderTest {
  private static final byte EMPTY_SUBJECT = 6 << 3 | 2;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Collector collector = collector();

  private static Collector collector() {
    String text =
        """
        listen: {grpc: 0, http: 0}
        limits: {zones: 8}
        store: {commitEvery: 10ms, retention: 1h}
        """;
    try {
      return new Collector(
          SettingsFile.parse("test", text, CollectorFile::settings), new SteppingClock(NOW));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  private ConnectedAgent agent() {
    return new ConnectedAgent(collector.grpcPort());
  }

  private double counter(String name) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + collector.httpPort() + "/metrics");
    String scrape =
        http.send(
                HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString(UTF_8))
            .body();
    return scrape
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static SubjectInterval to(String zone) {
    return interval(new Subject(zone, "t", Protocol.TCP, Subject.Owner.NONE), TOTAL, 1_000);
  }

  private static IntervalSnapshot ending(long sequence, Instant end) {
    SubjectInterval seen = succeeded(1_000);
    return new IntervalSnapshot(
        Snapshots.source("node-1"),
        new Span(sequence, sequence, end.minusSeconds(10), end),
        List.of(new SubjectInterval(seen.subject(), seen.counts(), seen.series())));
  }

  private static IntervalSnapshot ofBoot(String bootId, long first, long last) {
    return new IntervalSnapshot(
        new Source("node-1", "zone-a", bootId), span(first, last), List.of(succeeded(1_000)));
  }

  @Test
  void theReceiptTellsWhatWasRefusedAndWhichLimitDidIt() throws IOException, InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(snapshot("node-1", span(1, 1), to("z-1"), to("z-2"), to("z-3")));
      Receipt receipt = agent.wholeReceipt();

      assertThat(receipt.getLastSequence()).isEqualTo(1);
      assertThat(receipt.getRefusedSeries()).isEqualTo(2);
      assertThat(receipt.getProblem()).contains("limits.zones");
    }
    assertThat(counter("zoneprobe_attempts_total")).isEqualTo(1);
    assertThat(counter("zoneprobe_collector_series_refused_total{limit=\"zones_of_agent\"}"))
        .isEqualTo(2);
    assertThat(counter("zoneprobe_collector_attempts_refused_total")).isEqualTo(2);
    assertThat(counter("zoneprobe_collector_zones")).isEqualTo(2);
  }

  @Test
  void aDuplicateTakesNoRoom() throws IOException, InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(snapshot("node-1", span(1, 1), to("z-1")));
      agent.deliver(snapshot("node-1", span(1, 1), to("z-2")));

      assertThat(List.of(agent.receipt(), agent.receipt())).containsExactly(1L, 1L);
    }
    assertThat(counter("zoneprobe_collector_zones")).isEqualTo(2);
  }

  @Test
  void bytesThatAreNoFrameEndTheirStreamAndAreCounted() throws IOException, InterruptedException {
    try (ConnectedAgent agent = agent()) {
      Status status = agent.deliverRaw("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(counter("zoneprobe_collector_snapshots_rejected_total{reason=\"unreadable\"}"))
        .isEqualTo(1);
  }

  @Test
  void aFrameOfAMillionPartsIsNeverBuilt() throws IOException, InterruptedException {
    byte[] bomb = new byte[FrameLimits.MESSAGE_BYTES];
    for (int i = 0; i < bomb.length; i += 2) {
      bomb[i] = EMPTY_SUBJECT;
    }
    try (ConnectedAgent agent = agent()) {
      assertThat(agent.deliverRaw(bomb).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(counter("zoneprobe_collector_frames_arriving_bytes")).isZero();
    assertThat(counter("zoneprobe_collector_snapshots_rejected_total{reason=\"too_many_parts\"}"))
        .isEqualTo(1);
  }

  @Test
  void aThirdStreamOfANodeEndsItsFirst() throws InterruptedException {
    try (ConnectedAgent first = agent();
        ConnectedAgent second = agent();
        ConnectedAgent third = agent()) {
      first.deliver(ofBoot("boot-1", 1, 1));
      assertThat(first.receipt()).isEqualTo(1);
      second.deliver(ofBoot("boot-1", 2, 2));
      assertThat(second.receipt()).isEqualTo(2);

      third.deliver(ofBoot("boot-1", 3, 3));

      assertThat(first.status().getCode()).isEqualTo(Status.Code.ABORTED);
      assertThat(third.receipt()).isEqualTo(3);
      second.deliver(ofBoot("boot-1", 4, 4));
      assertThat(second.receipt()).isEqualTo(4);
    }
  }

  @Test
  void whatIsReplayedOrReorderedCountsOnce() throws IOException, InterruptedException {
    try (ConnectedAgent agent = agent()) {
      for (long sequence : List.of(1L, 3L, 2L, 3L, 1L, 4L)) {
        agent.deliver(ofBoot("boot-1", sequence, sequence));
        assertThat(agent.receipt()).isEqualTo(sequence);
      }
    }
    assertThat(counter("zoneprobe_attempts_total")).isEqualTo(3);
    assertThat(counter("zoneprobe_collector_snapshots_duplicate_total")).isEqualTo(3);
  }

  @Test
  void aBootIdThatIsUsedAgainCountsNothingAgain() throws IOException, InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(ofBoot("boot-1", 1, 5));
      agent.deliver(ofBoot("boot-2", 1, 1));
      agent.deliver(ofBoot("boot-1", 1, 1));
      agent.deliver(ofBoot("boot-1", 6, 6));

      assertThat(List.of(agent.receipt(), agent.receipt(), agent.receipt(), agent.receipt()))
          .containsExactly(5L, 1L, 1L, 6L);
    }
    assertThat(counter("zoneprobe_attempts_total")).isEqualTo(3);
  }

  @Test
  void clocksThatAreAheadOrBehindAreCountedAndTheirSamplesTaken()
      throws IOException, InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(ending(1, NOW.plus(Duration.ofDays(10_000))));
      agent.deliver(ending(2, NOW.minus(Duration.ofDays(10_000))));

      assertThat(List.of(agent.receipt(), agent.receipt())).containsExactly(1L, 2L);
    }
    assertThat(counter("zoneprobe_attempts_total")).isEqualTo(2);
    assertThat(counter("zoneprobe_collector_snapshots_clock_ahead_total")).isEqualTo(1);
    assertThat(counter("zoneprobe_collector_snapshots_beyond_history_total")).isEqualTo(1);
    assertThat(counter("zoneprobe_collector_snapshots_beyond_window_total")).isEqualTo(1);
  }

  @Test
  void refusesWhatNoAgentCanHaveSeen() throws InterruptedException {
    IntervalSnapshot century =
        new IntervalSnapshot(
            Snapshots.source("node-1"),
            new Span(1, 1, NOW.minus(Duration.ofDays(36_500)), NOW),
            List.of(succeeded(1_000)));
    try (ConnectedAgent agent = agent()) {
      agent.deliver(century);

      Status status = agent.status();
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("the longest is 31 days");
    }
  }
}
