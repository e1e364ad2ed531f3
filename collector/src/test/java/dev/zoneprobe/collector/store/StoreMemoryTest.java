// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.durations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.store.table.BootTable.Reported;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that was written while there was room is opened again in the same heap.
final class StoreMemoryTest {
  private static final int MINUTES = 60;
  private static final int SERIES = 300;
  private static final int SAMPLES = 2_000;
  private static final long ATTEMPTS = (long) MINUTES * SERIES * SAMPLES;
  private static final Duration RETENTION = Duration.ofHours(2);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

  @TempDir private Path folder = Path.of("replaced by JUnit");

  /// Opens the store of the folder that it is told, in a process of its own.
  static final class Opening implements Store.Recovery {
    private long attempts;

    public static void main(String[] arguments) throws StoreException {
      Opening opening = new Opening();
      try (Store store =
          Store.open(settings(Path.of(arguments[0])), InstantSource.fixed(lastMinute()))) {
        store.recover(Duration.ofMinutes(5), opening);
        System.out.println("opened with " + opening.attempts);
      }
    }

    @Override
    public void boot(Reported boot) {}

    @Override
    public void total(String sourceZone, SubjectInterval interval) {
      attempts += interval.counts().ended();
    }

    @Override
    public void recent(String sourceZone, SubjectInterval interval, Instant end) {}

    @Override
    public void journaled(IntervalSnapshot snapshot) {
      snapshot.subjects().forEach(interval -> attempts += interval.counts().ended());
    }
  }

  private static StoreSettings settings(Path folder) {
    return new StoreSettings(Optional.of(folder), Duration.ofSeconds(1), RETENTION, 1L << 30);
  }

  private static Instant lastMinute() {
    return NOW.plus(Duration.ofMinutes(MINUTES));
  }

  @Test
  void anHourThatWouldNotFitIntoMemoryAtOnceIsCheckedAllTheSame() throws Exception {
    try (Store store = Store.open(settings(folder), now::get)) {
      writeAnHour(store);
      store.fold();
    }

    assertThat(opened()).contains("opened with " + ATTEMPTS);
  }

  @Test
  void aJournalThatWouldNotFitIntoMemoryAtOnceIsFoldedOnTheWay() throws Exception {
    Store store = Store.open(settings(folder), now::get);
    writeAnHour(store);
    store.closeUnfolded();

    assertThat(opened()).contains("opened with " + ATTEMPTS);
    assertThat(opened()).as("once more, folded").contains("opened with " + ATTEMPTS);
  }

  private String opened() throws IOException, InterruptedException {
    Process opening =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx48m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(opening.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(opening.waitFor()).as(output).isZero();
    return output;
  }

  private void writeAnHour(Store store) throws StoreException {
    List<SubjectInterval> subjects =
        IntStream.range(0, SERIES).mapToObj(StoreMemoryTest::manySamples).toList();
    for (int minute = 1; minute <= MINUTES; minute++) {
      now.set(NOW.plus(Duration.ofMinutes(minute)));
      Batches.commit(store, List.of(snapshot(minute, now.get(), subjects)));
    }
  }

  private static IntervalSnapshot snapshot(
      int number, Instant end, List<SubjectInterval> subjects) {
    return new IntervalSnapshot(
        new IntervalSnapshot.Source("node-a", "zone-a", "boot-1"),
        new IntervalSnapshot.Span(number, number, end.minusSeconds(10), end),
        subjects);
  }

  private static SubjectInterval manySamples(int series) {
    long[] nanos = LongStream.range(0, SAMPLES).map(i -> 1_000_000 + 2_000 * i).toArray();
    return new SubjectInterval(
        new Subject("zone-b", "target-" + series, Protocol.TCP, Subject.Owner.NONE),
        new Counts(nanos.length, Map.of(), Map.of(), Retransmits.NONE),
        Map.of(TOTAL, new SubjectInterval.Series(durations(nanos), Optional.empty())),
        List.of());
  }
}
