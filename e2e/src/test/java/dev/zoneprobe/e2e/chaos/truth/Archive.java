// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Copies of every snapshot that an agent ever wrote into its state directory.
///
/// An agent writes a snapshot's file before it sends the snapshot, and deletes it after the
/// receipt. Who looks before each receipt reaches the agent, and after each of its deaths, misses
/// none. Thread-safe.
public final class Archive {
  private static final Pattern SNAPSHOT = Pattern.compile("(\\d+_[^_]+_\\d+-\\d+)\\..*");
  private static final int CHECKSUM_BYTES = 4;

  private final Path state;
  private final Path kept;

  @GuardedBy("this")
  private final Set<String> known = new HashSet<>();

  /// Begins an empty archive.
  ///
  /// @param state the agent's directory, which need not be there yet
  /// @param kept the archive's own directory
  public Archive(Path state, Path kept) {
    this.state = state;
    this.kept = kept;
    try {
      Files.createDirectories(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps all snapshots that are in the state directory now.
  public synchronized void look() {
    boolean missed = Files.isDirectory(state);
    while (missed) {
      missed = false;
      for (Path file : files(state)) {
        missed |= !isKept(file);
      }
    }
  }

  /// What waits in the state directory now.
  public long waiting() {
    return files(state).stream().filter(file -> key(file).isPresent()).count();
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// False if the file was renamed or deleted in between.
  @GuardedBy("this")
  private boolean isKept(Path file) {
    Optional<String> key = key(file).filter(one -> !known.contains(one));
    if (key.isEmpty()) {
      return true;
    }
    try {
      Files.write(kept.resolve(key.get()), Files.readAllBytes(file));
      return known.add(key.get());
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a file's name tells of its cuts; empty if it is not, or not yet, a snapshot.
  private static Optional<String> key(Path file) {
    Matcher name = SNAPSHOT.matcher(file.getFileName().toString());
    return name.matches() && !file.toString().endsWith(".tmp")
        ? Optional.of(name.group(1))
        : Optional.empty();
  }

  /// All that was kept.
  public List<IntervalSnapshot> snapshots() {
    SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
    List<IntervalSnapshot> snapshots = new ArrayList<>();
    for (Path file : files(kept)) {
      try {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).position(CHECKSUM_BYTES);
        snapshots.add(decoder.decode(SnapshotFrame.parseFrom(content)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InvalidFrameException e) {
        throw new IllegalStateException(file + " is no snapshot", e);
      }
    }
    return snapshots;
  }
}
