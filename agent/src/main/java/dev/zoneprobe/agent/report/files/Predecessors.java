// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import dev.zoneprobe.agent.report.backlog.Boot;
import dev.zoneprobe.agent.report.backlog.Entry;
import dev.zoneprobe.agent.report.backlog.Inheritance;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What earlier agents left in a state directory: read once, when an agent starts.
///
/// A file that is not a whole snapshot of this node is set aside under another name, and told; it
/// is never in the way of a start. Of a merge that the end of a process cut short, the merged
/// snapshot counts and its parts go.
public final class Predecessors {
  private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

  /// Of two that overlap the one that comes first counts: merged before its parts, and in doubt
  /// before unsent.
  private static final Comparator<StateFile> OLDEST_AND_LARGEST_FIRST =
      Comparator.<StateFile>comparingInt(file -> file.cuts().boot().generation())
          .thenComparing(file -> file.cuts().boot().id())
          .thenComparingLong(file -> file.cuts().first())
          .thenComparing(file -> file.cuts().last(), Comparator.reverseOrder())
          .thenComparing(StateFile::name);

  private final Path directory;
  private final SequencedMap<StateFile, Entry> found = new LinkedHashMap<>();
  private final SetAside setAside;
  private int generation = 1;

  private Predecessors(Path directory) {
    this.directory = directory;
    setAside = new SetAside(directory);
  }

  /// Begins a run in a directory.
  ///
  /// @param bootId of the run that begins
  /// @param node whose snapshots may be in there
  /// @throws IOException in one line, if the directory cannot be used
  public static Succession succeed(Path directory, String bootId, String node) throws IOException {
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      return new Predecessors(directory).succeed(lock, bootId, new SnapshotFile(node));
    } catch (IOException e) {
      lock.close();
      throw new IOException("collector.stateDirectory: cannot be read: " + e, e);
    }
  }

  private Succession succeed(DirectoryLock lock, String bootId, SnapshotFile reader)
      throws IOException {
    read(reader);
    tell();
    StateDirectory state = new StateDirectory(directory, lock, new HashSet<>(found.keySet()));
    Boot boot = new Boot(generation, bootId);
    return new Succession(
        state, new Inheritance(boot, List.copyOf(found.values()), state), setAside.count());
  }

  /// A run that has begun.
  ///
  /// @param setAside how many files were not what they should be
  public record Succession(StateDirectory directory, Inheritance inheritance, int setAside) {}

  private void read(SnapshotFile reader) throws IOException {
    List<StateFile> files = new ArrayList<>();
    for (String name : names()) {
      if (name.endsWith(StateDirectory.UNFINISHED)) {
        Files.deleteIfExists(directory.resolve(name));
      } else if (!name.endsWith(SetAside.SUFFIX) && !name.equals(DirectoryLock.NAME)) {
        StateFile.parse(name)
            .ifPresentOrElse(files::add, () -> setAside.add(name, "is not a snapshot's name"));
      }
    }
    files.sort(OLDEST_AND_LARGEST_FIRST);
    for (StateFile file : files) {
      generation = Math.max(generation, file.cuts().boot().generation() + 1);
      take(file, reader);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> directory.relativize(path).toString())
          .toList();
    }
  }

  private void take(StateFile file, SnapshotFile reader) throws IOException {
    Optional<StateFile> other =
        found.keySet().stream().filter(one -> one.cuts().overlaps(file.cuts())).findFirst();
    if (other.isEmpty()) {
      load(file, reader);
    } else if (other.get().cuts().covers(file.cuts())) {
      Files.deleteIfExists(directory.resolve(file.name()));
    } else {
      setAside.add(file.name(), "overlaps " + other.get().name());
    }
  }

  private void load(StateFile file, SnapshotFile reader) {
    try {
      SnapshotFrame frame = reader.read(directory.resolve(file.name()), file.cuts());
      found.put(file, new Entry(file.cuts(), frame, file.whereabouts(), 0));
    } catch (IOException e) {
      setAside.add(file.name(), String.valueOf(e.getMessage()));
    }
  }

  private void tell() throws IOException {
    setAside.tell();
    if (!found.isEmpty()) {
      LOG.info(
          "{} snapshots that earlier agents left in {} are delivered first",
          found.keySet().stream().mapToLong(file -> file.cuts().count()).sum(),
          directory);
    }
  }
}
