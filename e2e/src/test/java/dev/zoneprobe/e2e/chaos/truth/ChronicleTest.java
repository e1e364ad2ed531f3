// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleTest {
  private static final Subject PEER =
      new Subject("zone-b", Subject.PEER, Protocol.TCP, Subject.Owner.NONE);

  @TempDir private Path folder = Path.of("replaced by JUnit");

  private Archive archive;

  @BeforeEach
  void begin() throws IOException {
    Path state = Files.createDirectories(folder.resolve("state"));
    archive = new Archive(state, folder.resolve("kept"));
  }

  /// A file as an agent writes it, with one skipped attempt for each cut; seen by the archive.
  private Path wrote(long first, long last) throws IOException {
    Counts counts =
        new Counts(
            0, Map.of(), Map.of(SkipReason.STOPPING, last - first + 1), Counts.NONE.retransmits());
    byte[] frame =
        SnapshotEncoder.encode(
                new IntervalSnapshot(
                    new Source("node-1", "zone-a", "boot-1"),
                    new Span(first, last, Instant.EPOCH, Instant.EPOCH),
                    List.of(new SubjectInterval(PEER, counts, Map.of()))))
            .toByteArray();
    Path file = folder.resolve("state/1_boot-1_%d-%d.unsent".formatted(first, last));
    Files.write(file, ByteBuffer.allocate(4 + frame.length).putInt(0).put(frame).array());
    archive.look();
    return file;
  }

  private Chronicle chronicle() {
    return Chronicle.of(List.of(archive));
  }

  private long skipped() {
    return chronicle().tally().sum(Tally.SKIPPED, Map.of("source_zone", "zone-a"));
  }

  @Test
  void remembersFilesThatAreGone() throws IOException {
    Files.delete(wrote(1, 1));
    Files.delete(wrote(2, 2));

    assertThat(archive.waiting()).isZero();
    assertThat(skipped()).isEqualTo(2);
  }

  @Test
  void countsARenamedFileOnce() throws IOException {
    Path unsent = wrote(1, 1);
    Files.move(unsent, unsent.resolveSibling("1_boot-1_1-1.in-doubt-at-store-1"));
    archive.look();

    assertThat(skipped()).isEqualTo(1);
  }

  @Test
  void countsCutsOnceThatAreAloneAndMerged() throws IOException {
    wrote(1, 1);
    wrote(2, 2);
    wrote(1, 2);
    wrote(3, 3);

    assertThat(skipped()).isEqualTo(3);
    assertThat(chronicle().merged()).isEqualTo(1);
  }

  @Test
  void trustsWhatWasMergedWhereAPartWasNeverSeen() throws IOException {
    wrote(1, 1);
    wrote(1, 3);
    wrote(3, 3);
    wrote(4, 4);

    assertThat(skipped()).isEqualTo(4);
  }

  @Test
  void namesACutThatNoFileHeld() throws IOException {
    wrote(1, 1);
    wrote(3, 3);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(this::chronicle)
        .withMessageContaining("no file held cut 2 of Source[node=node-1");
  }
}
