// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store whose file is deleted, replaced or moved away while it is open.
final class VanishedFileTest {
  @TempDir private Path folder;

  private Store store;

  @BeforeEach
  void open() throws StoreException {
    StoreSettings settings =
        new StoreSettings(Optional.of(folder), Duration.ZERO, Duration.ofHours(2), 1L << 30);
    store = Store.open(settings, new SteppingClock(NOW));
    commit(1);
  }

  @AfterEach
  void close() {
    store.closeUnfolded();
  }

  private Path file() {
    return folder.resolve("collector.db");
  }

  private void commit(long sequence) throws StoreException {
    Batches.commit(store, List.of(snapshot("node-1", span(sequence, sequence), succeeded(1_000))));
  }

  private void assertThatItIsDamaged(ThrowingCallable writing) {
    assertThatThrownBy(writing)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
        .hasMessage(file() + " is not the file that was opened: it was deleted or replaced");
  }

  @Test
  void takesNothingMoreOnceItsFileIsDeleted() throws IOException {
    Files.delete(file());

    assertThatItIsDamaged(() -> commit(2));
    assertThatItIsDamaged(() -> store.fold());
  }

  @Test
  void takesNothingMoreOnceAnotherFileHasItsName() throws IOException {
    Path other = Files.copy(file(), folder.resolve("other"));
    Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);

    assertThatItIsDamaged(() -> commit(2));
  }

  @Test
  void hasNothingOfWhatItRefusedWhenItsFileIsBack() throws Exception {
    Path away = Files.move(file(), folder.resolve("away"));
    assertThatItIsDamaged(() -> commit(2));

    Files.move(away, file());

    assertThatCode(() -> commit(2)).doesNotThrowAnyException();
    assertThatCode(() -> store.fold()).doesNotThrowAnyException();
  }
}
