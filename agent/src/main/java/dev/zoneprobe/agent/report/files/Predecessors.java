// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import com.google.protobuf.ByteString;
import dev.zoneprobe.agent.report.backlog.Boot;
import dev.zoneprobe.agent.report.backlog.Entry;
import dev.zoneprobe.agent.report.backlog.Inheritance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What earlier agents left in a state directory: read once, when an agent starts.
///
/// A file that has a snapshot's name and is not a whole one of this node is set aside under another
/// name, and told; it is never in the way of a start. One whose name no agent gives is left alone.
/// Of a merge that the end of a process cut short, the merged snapshot counts and its parts go.
///
/// Their names are read at once, what they hold one by one: all of it need not fit into memory.
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
  private final SnapshotFile reader;
  private final SetAside setAside;
  private final StateDirectory state;
  private final List<StateFile> files = new ArrayList<>();
  private long inherited;

  private Predecessors(Path directory, DirectoryLock lock, String node) {
    this.directory = directory;
    reader = new SnapshotFile(node);
    setAside = new SetAside(directory);
    state = new StateDirectory(directory, lock, setAside);
  }

  /// Begins a run in a directory.
  ///
  /// @param bootId of the run that begins
  /// @param node whose snapshots may be in there
  /// @throws IOException in one line, if the directory cannot be used
  public static Succession succeed(Path directory, String bootId, String node) throws IOException {
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      return new Predecessors(directory, lock, node).succession(bootId);
    } catch (IOException e) {
      lock.close();
      throw new IOException(DirectoryLock.UNUSABLE.formatted(directory, "cannot be read: " + e), e);
    }
  }

  private Succession succession(String bootId) throws IOException {
    find();
    int generation =
        files.stream().mapToInt(file -> file.cuts().boot().generation() + 1).max().orElse(1);
    Boot boot = new Boot(generation, bootId);
    return new Succession(state, new Inheritance(boot, this::handOver, state));
  }

  /// A run that has begun.
  public record Succession(StateDirectory directory, Inheritance inheritance) {}

  private void find() throws IOException {
    int foreign = 0;
    for (String name : names()) {
      switch (FileKind.of(name)) {
        case SNAPSHOT -> StateFile.parse(name).ifPresent(files::add);
        case UNFINISHED -> Files.deleteIfExists(directory.resolve(name));
        case FOREIGN -> foreign++;
        case SET_ASIDE, LOCK -> {}
      }
    }
    if (foreign > 0) {
      LOG.warn(
          "{} holds files that are no agent's ({}): they are left alone, but"
              + " collector.stateDirectory should be for nothing else",
          directory,
          foreign);
    }
    files.sort(OLDEST_AND_LARGEST_FIRST);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> directory.relativize(path).toString())
          .toList();
    }
  }

  private void handOver(Consumer<Entry> heir) {
    for (StateFile file : files) {
      List<StateFile> others = state.overlapping(file.cuts());
      if (others.isEmpty()) {
        read(file).ifPresent(heir);
      } else if (others.stream().anyMatch(other -> other.cuts().covers(file.cuts()))) {
        state.discard(file);
      } else {
        setAside.add(file.name(), "overlaps " + others.getFirst().name());
      }
    }
    tell();
  }

  private Optional<Entry> read(StateFile file) {
    try {
      ByteString message = reader.read(directory.resolve(file.name()), file.cuts());
      state.inherit(file);
      inherited += file.cuts().count();
      return Optional.of(new Entry(file.cuts(), message, file.whereabouts(), 0));
    } catch (IOException e) {
      setAside.add(file.name(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void tell() {
    setAside.tell();
    if (inherited > 0) {
      LOG.info(
          "{} snapshots that earlier agents left in {} are delivered first", inherited, directory);
    }
  }
}
