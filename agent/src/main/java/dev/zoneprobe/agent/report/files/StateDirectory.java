// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import dev.zoneprobe.agent.report.backlog.Cuts;
import dev.zoneprobe.agent.report.backlog.Entry;
import dev.zoneprobe.agent.report.backlog.Mirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The backlog as one file for each snapshot, whose name tells which cuts it holds and where they
/// may be (decision 0026).
///
/// Each change is one rename or one deletion, in an order that lets a successor find every cut
/// exactly once, whenever the process ends: a merged snapshot is written before its parts go.
/// Nothing is forced to the disk, so it outlives the process and not the host. What cannot be
/// written is kept in memory alone, counted, and tried again with the next cut.
///
/// Lives on one thread, but for its counts.
public final class StateDirectory implements Mirror, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

  private final Path directory;
  private final DirectoryLock lock;
  private final LongAdder failures = new LongAdder();

  private final SetAside setAside;

  /// What is in the directory, as far as we know.
  private final Set<StateFile> files = new HashSet<>();

  /// Those of them that hold nothing that waits, and could not be deleted.
  private final Set<StateFile> obsolete = new HashSet<>();

  private boolean failing;

  StateDirectory(Path directory, DirectoryLock lock, SetAside setAside) {
    this.directory = directory;
    this.lock = lock;
    this.setAside = setAside;
  }

  /// The files that hold some of `cuts`.
  List<StateFile> overlapping(Cuts cuts) {
    return files.stream().filter(file -> file.cuts().overlaps(cuts)).toList();
  }

  /// Knows from now on that there is this file, which a predecessor left.
  void inherit(StateFile file) {
    files.add(file);
  }

  /// Deletes a file that a predecessor left and nobody needs.
  void discard(StateFile file) {
    files.add(file);
    delete(file);
  }

  @Override
  public void keep(List<Entry> entries) {
    List.copyOf(obsolete).forEach(this::delete);
    boolean _ = entries.stream().allMatch(this::keep);
  }

  private boolean keep(Entry entry) {
    StateFile file = new StateFile(entry.cuts(), entry.whereabouts());
    if (files.contains(file)) {
      return true;
    }
    if (!write(file, entry)) {
      return false;
    }
    deleteAllOf(entry.cuts(), file);
    recovered();
    return true;
  }

  @Override
  public boolean mark(Entry inDoubt) {
    StateFile marked = new StateFile(inDoubt.cuts(), inDoubt.whereabouts());
    boolean held =
        of(inDoubt.cuts()).stream()
            .filter(file -> file.isUnsent() && file.cuts().equals(inDoubt.cuts()))
            .findFirst()
            .map(unsent -> rename(unsent, marked))
            .orElseGet(() -> write(marked, inDoubt));
    if (held) {
      deleteAllOf(inDoubt.cuts(), marked);
    } else {
      forget(inDoubt.cuts());
    }
    return of(inDoubt.cuts()).stream().noneMatch(StateFile::isUnsent);
  }

  @Override
  public void forget(Cuts cuts) {
    of(cuts).forEach(this::delete);
  }

  private void deleteAllOf(Cuts cuts, StateFile except) {
    of(cuts).stream().filter(file -> !file.equals(except)).forEach(this::delete);
  }

  private List<StateFile> of(Cuts cuts) {
    return files.stream().filter(file -> cuts.covers(file.cuts())).toList();
  }

  private boolean write(StateFile file, Entry entry) {
    Path unfinished = path(file).resolveSibling(file.name() + FileKind.UNFINISHED_SUFFIX);
    try {
      SnapshotFile.write(unfinished, entry.message());
      Files.move(unfinished, path(file), StandardCopyOption.ATOMIC_MOVE);
      return files.add(file);
    } catch (IOException e) {
      failed("written", file, e);
      discard(unfinished);
      return false;
    }
  }

  private static void discard(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      LOG.debug("{} is left behind; the next agent removes it: {}", unfinished, e.toString());
    }
  }

  private boolean rename(StateFile from, StateFile to) {
    try {
      Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
      files.remove(from);
      return files.add(to);
    } catch (IOException e) {
      failed("renamed", from, e);
      return false;
    }
  }

  private void delete(StateFile file) {
    try {
      Files.deleteIfExists(path(file));
      files.remove(file);
      obsolete.remove(file);
    } catch (IOException e) {
      obsolete.add(file);
      failed("deleted", file, e);
    }
  }

  private Path path(StateFile file) {
    return directory.resolve(file.name());
  }

  private void failed(String what, StateFile file, IOException problem) {
    failures.increment();
    if (failing) {
      LOG.debug("{} cannot be {} in {}: {}", file.name(), what, directory, problem.toString());
      return;
    }
    failing = true;
    LOG.warn(
        "{} cannot be {} in {}; a restart may lose what waits (said once, then at level debug): {}",
        file.name(),
        what,
        directory,
        problem.toString());
  }

  private void recovered() {
    if (failing && obsolete.isEmpty()) {
      failing = false;
      LOG.info("{} holds all that waits again", directory);
    }
  }

  /// How often a file could not be written, renamed or deleted; for all threads.
  public long failures() {
    return failures.sum();
  }

  /// How many files were no snapshots when it was taken over; for all threads.
  public long setAside() {
    return setAside.count();
  }

  /// Lets another process have the directory; its files stay.
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("the lock of {} could not be given back: {}", directory, e.toString());
    }
  }
}
