// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.benchmarks.load.snapshot.Repertoire;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FleetTest {
  private static final List<String> ZONES = List.of("zone-a");
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final ScriptedCollector collector = new ScriptedCollector();
  private final Fleet fleet =
      new Fleet(
          new FleetSettings(1, ZONES, INTERVAL, 1),
          collector.address(),
          new SnapshotPress(Repertoire.of(ZONES, 5), 3, INTERVAL));

  @BeforeEach
  void connect() {
    fleet.start();
    await().until(() -> collector.streams.size() == 1);
  }

  @AfterEach
  void disconnect() {
    fleet.close();
    collector.close();
  }

  @Test
  void sendsNothingBeforeTheGreeting() throws InterruptedException {
    ScriptedCollector.Stream stream = collector.streams.getFirst();
    await().until(() -> fleet.progress().cut() > 3);

    assertThat(stream.frames).isEmpty();
    stream.greet();
    await().until(() -> !stream.frames.isEmpty());
  }

  @Test
  void isAtMostFourSnapshotsAheadOfTheReceipts() throws InterruptedException {
    ScriptedCollector.Stream stream = collector.streams.getFirst();
    stream.greet();
    await().until(() -> fleet.progress().cut() > 6);

    assertThat(stream.frames).hasSize(4);
  }

  @Test
  void sendsAgainAsItWasWhatHasNoReceipt() {
    ScriptedCollector.Stream first = collector.streams.getFirst();
    first.greet();
    await().until(() -> first.frames.size() == 4);
    first.answer(first.frames.getFirst());
    await().until(() -> fleet.progress().acknowledged() == 1);
    first.receipts.onError(Status.UNAVAILABLE.asException());
    await().until(() -> collector.streams.size() == 2);
    ScriptedCollector.Stream second = collector.streams.getLast();
    second.greet();
    await().until(() -> second.frames.size() == 4);

    assertThat(second.frames.subList(0, 3)).isEqualTo(first.frames.subList(1, 4));
  }

  @Test
  void givesTheOldestSnapshotUpThatIsNeverAcceptable() throws InterruptedException {
    ScriptedCollector.Stream first = collector.streams.getFirst();
    first.greet();
    await().until(() -> !first.frames.isEmpty());
    first.receipts.onError(Status.INVALID_ARGUMENT.asException());
    await().until(() -> collector.streams.size() == 2);
    ScriptedCollector.Stream second = collector.streams.getLast();
    second.greet();
    await().until(() -> !second.frames.isEmpty());

    assertThat(second.frames.getFirst().getLastSequence()).isEqualTo(2);
    assertThat(fleet.progress().refused()).isEqualTo(1);
  }

  @Test
  void saysWhatASnapshotFollows() {
    ScriptedCollector.Stream stream = collector.streams.getFirst();
    stream.greet();
    await().until(() -> !stream.frames.isEmpty());
    List<SnapshotFrame> first = List.copyOf(stream.frames);
    first.forEach(stream::answer);
    int answered = first.size();
    await().until(() -> fleet.progress().acknowledged() == answered);
    int sent = stream.frames.size();
    await().until(() -> stream.frames.size() > sent);

    SnapshotFrame next = stream.frames.get(sent);
    assertThat(next.getFollows()).isEqualTo(answered);
  }

  @Test
  void endsAStreamWhoseReceiptsAreOutOfOrder() {
    ScriptedCollector.Stream stream = collector.streams.getFirst();
    stream.greet();
    await().until(() -> stream.frames.size() == 4);
    stream.answer(stream.frames.getLast());
    await().until(() -> collector.streams.size() == 2);

    assertThat(collector.streams).hasSize(2);
  }
}
