// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.LogLines;
import dev.zoneprobe.agent.report.files.Predecessors.Succession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A state directory that others keep files in.
class ForeignFilesTest {
  @TempDir private Path directory;

  private final LogLines log = new LogLines(Predecessors.class);

  @AfterEach
  void close() {
    log.close();
  }

  private void create(Set<String> names) throws IOException {
    for (String name : names) {
      Files.writeString(directory.resolve(name), "of somebody");
    }
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> directory.relativize(file).toString())
          .filter(name -> !name.equals("lock"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /// Returns how many files an agent sets aside when it starts.
  private long start() throws IOException {
    Succession succession = Predecessors.succeed(directory, "boot", "node");
    succession.inheritance().left().handOver(_ -> {});
    succession.directory().close();
    return succession.directory().setAside();
  }

  @Test
  void areLeftAloneAndToldOfOnce() throws IOException {
    Set<String> foreign =
        new TreeSet<>(Set.of("notes.txt", "notes.tmp", "probe.tmp", "x.set-aside"));
    foreign.addAll(Set.of("0_boot_1-1.unsent", "01_boot_1-1.unsent", "1_b_2-1.unsent.tmp"));
    for (int i = 1; i <= 12; i++) {
      foreign.add("target-" + i + ".yaml");
    }
    create(foreign);
    Files.createDirectory(directory.resolve("lost+found"));

    assertThat(start()).isZero();
    foreign.add("lost+found");
    assertThat(names()).isEqualTo(foreign);
    assertThat(log.lines())
        .containsExactly(
            ("WARNING %s holds files that are no agent's (19): they are left alone,"
                    + " but collector.stateDirectory should be for nothing else")
                .formatted(directory));
  }

  @Test
  void areNotEvictedByWhatIsSetAside() throws IOException {
    Set<String> foreign = new TreeSet<>();
    for (int i = 1; i <= 12; i++) {
      foreign.add("notes-" + i + ".set-aside");
    }
    create(foreign);
    create(Set.of("1_boot-1_1-1.unsent"));

    assertThat(start()).isEqualTo(1);
    foreign.add("1_boot-1_1-1.unsent.set-aside");
    assertThat(names()).isEqualTo(foreign);
  }

  @Test
  void areNotWhatAnAgentLeftUnfinished() throws IOException {
    create(Set.of("1_boot-1_1-1.unsent.tmp", "1_b_1-9.in-doubt-at-s.tmp"));
    create(Set.of("probe17446744073709551615.tmp"));

    assertThat(start()).isZero();
    assertThat(names()).isEmpty();
    assertThat(log.lines()).isEmpty();
  }
}
