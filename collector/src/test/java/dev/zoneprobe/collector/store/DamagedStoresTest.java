// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedStoresTest {
  private final SteppingClock clock = new SteppingClock(NOW);

  @TempDir private Path folder = Path.of("replaced by JUnit");

  @Test
  void theLatestThreeAreKept() throws StoreException, IOException {
    List<Path> aside = new ArrayList<>();
    for (int damage = 0; damage < 5; damage++) {
      open().close();
      Files.write(folder.resolve("collector.db"), new byte[2_048], StandardOpenOption.WRITE);
      try (Store store = open()) {
        aside.add(store.setAside().orElseThrow());
      }
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(aside.subList(0, 2)).noneMatch(Files::exists);
    assertThat(aside.subList(2, 5)).allMatch(Files::exists);
  }

  private Store open() throws StoreException {
    return Store.open(
        new StoreSettings(Optional.of(folder), Duration.ZERO, Duration.ofHours(2), 1L << 30),
        clock);
  }
}
