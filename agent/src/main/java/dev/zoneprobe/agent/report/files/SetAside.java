// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots of a state directory that cannot be used, renamed so that they do not disturb. The
/// latest eight are kept for people to look at, and no more: a pod whose directory exceeds its
/// limit is evicted.
final class SetAside {
  private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
  private static final int KEPT = 8;

  private final Path directory;
  private final Map<String, String> problems = new TreeMap<>();
  private final LongAdder count = new LongAdder();

  SetAside(Path directory) {
    this.directory = directory;
  }

  void add(String name, String problem) {
    problems.put(name, problem);
    count.increment();
    try {
      Path there = directory.resolve(name + FileKind.SET_ASIDE_SUFFIX);
      Files.move(directory.resolve(name), there, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("{} could not be renamed: {}", name, e.toString());
    }
  }

  /// How many were added; for all threads.
  long count() {
    return count.sum();
  }

  /// Says in one line what was added, if anything was, and makes room for the next.
  void tell() {
    if (problems.isEmpty()) {
      return;
    }
    String list =
        problems.entrySet().stream()
            .map(file -> file.getKey() + " " + file.getValue())
            .collect(Collectors.joining("; "));
    LOG.error(
        "{} held files that are no snapshots of this node, set aside as *{}: {}",
        directory,
        FileKind.SET_ASIDE_SUFFIX,
        list);
    try {
      deleteAllButTheLatest();
    } catch (IOException e) {
      LOG.warn("{} may hold more than the latest {} of them: {}", directory, KEPT, e.toString());
    }
  }

  private void deleteAllButTheLatest() throws IOException {
    List<Path> files = latestFirst();
    List<Path> tooOld = files.subList(Math.min(KEPT, files.size()), files.size());
    for (Path file : tooOld) {
      Files.deleteIfExists(file);
    }
    if (!tooOld.isEmpty()) {
      LOG.warn("{} files that were set aside are deleted, the latest {} kept", tooOld.size(), KEPT);
    }
  }

  private List<Path> latestFirst() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : paths.filter(this::isSetAside).toList()) {
        times.put(path, Files.getLastModifiedTime(path));
      }
    }
    List<Path> files = new ArrayList<>(times.keySet());
    files.sort(Comparator.comparing(times::get, Comparator.reverseOrder()));
    return files;
  }

  private boolean isSetAside(Path path) {
    return FileKind.of(directory.relativize(path).toString()) == FileKind.SET_ASIDE;
  }
}
