// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
  private final FileWatch watch = new FileWatch();
  private final List<Integer> used = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    watch.close();
  }

  private FileValue<Integer> follow(Path file) {
    return watch.follow("limit", List.of(file), () -> number(file), used::add);
  }

  private static int number(Path file) {
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": no readable file", e);
    }
  }

  private void lookTwice() {
    watch.look();
    watch.look();
  }

  @Test
  void readsAChangedFileOnceItHoldsStill() throws IOException {
    Path file = Files.writeString(folder.resolve("limit"), "1");
    FileValue<Integer> limit = follow(file);

    Files.writeString(file, "2");
    watch.look();
    assertThat(limit.get()).isEqualTo(1);
    watch.look();

    assertThat(limit.get()).isEqualTo(2);
    assertThat(limit.applied()).isEqualTo(1);
    assertThat(used).containsExactly(1, 2);
  }

  @Test
  void noticesThatTheLinkOfASecretLeadsElsewhere() throws IOException {
    Path data = secret("..data", "..1", "1");
    Path file = Files.createSymbolicLink(folder.resolve("limit"), Path.of("..data/limit"));
    FileValue<Integer> limit = follow(file);

    Path next = secret("..data_tmp", "..2", "2");
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    lookTwice();

    assertThat(limit.get()).isEqualTo(2);
  }

  private Path secret(String link, String version, String text) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve(version)).resolve("limit"), text);
    return Files.createSymbolicLink(folder.resolve(link), Path.of(version));
  }

  @Test
  void keepsTheLastGoodValueAndCountsABadFileOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("limit"), "1");
    FileValue<Integer> limit = follow(file);

    Files.writeString(file, "two");
    lookTwice();
    lookTwice();

    assertThat(limit.get()).isEqualTo(1);
    assertThat(limit.refused()).isEqualTo(1);
    assertThat(limit.applied()).isZero();
  }

  @Test
  void takesTheOldContentBackAfterABadFile() throws IOException {
    Path file = Files.writeString(folder.resolve("limit"), "1");
    FileValue<Integer> limit = follow(file);

    assertThat(limit.isInForce()).isTrue();
    Files.delete(file);
    lookTwice();
    assertThat(limit.isInForce()).isFalse();
    Files.writeString(file, "1");
    lookTwice();

    assertThat(limit.isInForce()).isTrue();
    assertThat(limit.refused()).isEqualTo(1);
    assertThat(limit.applied()).isEqualTo(1);
  }

  @Test
  void leavesFilesAloneThatDoNotChange() throws IOException {
    follow(Files.writeString(folder.resolve("limit"), "1"));

    lookTwice();

    assertThat(used).containsExactly(1);
  }

  @Test
  void saysWhichSettingsFileIsMissingAtFirst() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> follow(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("limit: " + missing + ": no readable file");
    assertThat(watch.values()).isEmpty();
  }

  @Test
  void anErrorOfOneValueLeavesTheOthersAlone() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "1");
    AtomicInteger reads = new AtomicInteger();
    watch.follow("broken", List.of(broken), () -> failAfterTheFirst(reads));
    Path file = Files.writeString(folder.resolve("limit"), "1");
    FileValue<Integer> limit = follow(file);

    Files.writeString(broken, "2");
    Files.writeString(file, "2");
    lookTwice();

    assertThat(limit.get()).isEqualTo(2);
  }

  private static int failAfterTheFirst(AtomicInteger reads) {
    if (reads.incrementAndGet() > 1) {
      throw new StackOverflowError("as the test wants it");
    }
    return 1;
  }
}
