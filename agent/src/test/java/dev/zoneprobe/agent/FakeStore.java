// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a collector keeps for good: it outlives servers, takes each cut once, and notes whatever an
/// honest agent never does. Thread-safe.
public final class FakeStore {
  private final String id;
  private final SequencedMap<String, List<Long>> cuts = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long attempts;
  private long duplicates;

  public FakeStore(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /// Merges the frame, or knows it for a duplicate as the collector does: by its last number.
  synchronized void take(SnapshotFrame frame) {
    String boot = frame.getSource().getBootId();
    List<Long> held = cuts.computeIfAbsent(boot, _ -> new ArrayList<>());
    long last = held.isEmpty() ? 0 : held.getLast();
    if (frame.getLastSequence() <= last) {
      duplicates++;
      checkDuplicate(frame, held);
    } else if (frame.getFirstSequence() <= last) {
      violations.add(text(frame) + " overlaps what ends in " + last);
    } else {
      checkOrder(frame, boot, last);
      merge(frame, held);
    }
  }

  private void merge(SnapshotFrame frame, List<Long> held) {
    for (long cut = frame.getFirstSequence(); cut <= frame.getLastSequence(); cut++) {
      held.add(cut);
    }
    attempts += frame.getSubjectsList().stream().mapToLong(one -> one.getSuccesses()).sum();
  }

  private void checkDuplicate(SnapshotFrame frame, List<Long> held) {
    for (long cut = frame.getFirstSequence(); cut <= frame.getLastSequence(); cut++) {
      if (!held.contains(cut)) {
        violations.add(text(frame) + " is taken for a duplicate and is none");
      }
    }
  }

  private void checkOrder(SnapshotFrame frame, String boot, long last) {
    if (!cuts.lastEntry().getKey().equals(boot)) {
      violations.add(text(frame) + " comes after a newer boot");
    }
    if (frame.getFollows() > last) {
      violations.add(text(frame) + " follows " + frame.getFollows() + ", which never came");
    }
  }

  private static String text(SnapshotFrame frame) {
    return "%s %d-%d"
        .formatted(
            frame.getSource().getBootId(), frame.getFirstSequence(), frame.getLastSequence());
  }

  /// The cuts of a boot that are held, ascending.
  public synchronized List<Long> cuts(String boot) {
    return List.copyOf(cuts.getOrDefault(boot, List.of()));
  }

  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /// Successes in all that was merged.
  public synchronized long attempts() {
    return attempts;
  }

  public synchronized long duplicates() {
    return duplicates;
  }
}
