// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.BootTable.Reported;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever happened to its file, a store opens: as it was, or anew with the damaged one set aside.
final class DamageTest {
  private static final int ROUNDS = 60;
  private static final int SECTOR_BYTES = 512;
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder = Path.of("replaced by JUnit");

  /// What can happen to a file.
  enum Damage {
    NOISE {
      @Override
      byte[] done(byte[] whole, Random random) {
        byte[] noise = new byte[SECTOR_BYTES * (1 + random.nextInt(8))];
        random.nextBytes(noise);
        return over(whole, noise, random);
      }
    },
    ZEROES {
      @Override
      byte[] done(byte[] whole, Random random) {
        return over(whole, new byte[SECTOR_BYTES * (1 + random.nextInt(8))], random);
      }
    },
    CUT_OFF {
      @Override
      byte[] done(byte[] whole, Random random) {
        return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
      }
    };

    abstract byte[] done(byte[] whole, Random random);

    private static byte[] over(byte[] whole, byte[] patch, Random random) {
      byte[] damaged = whole.clone();
      int at = SECTOR_BYTES * random.nextInt(whole.length / SECTOR_BYTES);
      System.arraycopy(patch, 0, damaged, at, Math.min(patch.length, whole.length - at));
      return damaged;
    }
  }

  /// What a store hands over, as text.
  private static final class Held implements Store.Recovery {
    private final List<String> all = new ArrayList<>();
    private final boolean anew;

    Held(boolean anew) {
      this.anew = anew;
    }

    @Override
    public void boot(Reported boot) {
      all.add(boot.toString());
    }

    @Override
    public void total(String sourceZone, SubjectInterval interval) {
      all.add(sourceZone + interval.subject() + interval.counts() + durations(interval));
    }

    @Override
    public void recent(String sourceZone, SubjectInterval interval, Instant end) {
      all.add(end + sourceZone + interval.subject() + interval.counts() + durations(interval));
    }

    @Override
    public void journaled(IntervalSnapshot snapshot) {
      snapshot
          .subjects()
          .forEach(interval ->
              all.add(interval.subject().toString() + interval.counts() + durations(interval)));
    }

    private static List<String> durations(SubjectInterval interval) {
      return interval.series().entrySet().stream()
          .map(one -> one.getKey() + text(one.getValue().histogram()))
          .sorted()
          .toList();
    }

    private static String text(LatencyHistogram durations) {
      return " " + durations.counts().hashCode() + " " + durations.sumNanos();
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void opensAsItWasOrAnewWithTheDamagedOneSetAside(Damage damage)
      throws StoreException, IOException {
    byte[] whole = store();
    List<String> before = held(whole, "whole").all;

    for (int round = 0; round < ROUNDS; round++) {
      Held after = held(damage.done(whole, new Random(round)), "round-" + round);

      assertThat(after.all).as("round " + round).isEqualTo(after.anew ? List.of() : before);
    }
  }

  @Test
  void opensWhicheverBitIsWrong() throws StoreException, IOException {
    byte[] whole = store();
    Random random = new Random(1);

    for (int round = 0; round < 2 * ROUNDS; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));

      Held after = held(damaged, "round-" + round);

      assertThat(after.all.isEmpty()).as("round " + round).isEqualTo(after.anew);
    }
  }

  private byte[] store() throws StoreException, IOException {
    try (Store store = open("original")) {
      for (int i = 1; i < 20; i++) {
        Batches.commit(
            store,
            List.of(
                snapshot("node-" + i % 5, span(i, i), succeeded(random(i))),
                snapshot("node-x" + i, span(i, i), succeeded(random(i)))));
        store.fold();
      }
      Batches.commit(store, List.of(snapshot("node-1", span(100, 100), succeeded(random(100)))));
    }
    return Files.readAllBytes(folder.resolve("original/collector.db"));
  }

  private static long[] random(long seed) {
    return new Random(seed).longs(200, 1_000, 60_000 * MILLI).toArray();
  }

  private Held held(byte[] file, String name) throws StoreException, IOException {
    Files.createDirectories(folder.resolve(name));
    Files.write(folder.resolve(name).resolve("collector.db"), file);
    try (Store store = open(name)) {
      Held held = new Held(store.setAside().isPresent());
      store.recover(Duration.ofMinutes(5), held);
      return held;
    }
  }

  private Store open(String name) throws StoreException {
    return Store.open(
        new StoreSettings(
            Optional.of(folder.resolve(name)), Duration.ZERO, Duration.ofHours(2), 1L << 30),
        new SteppingClock(NOW));
  }
}
