// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Snapshots that the collector has not acknowledged, oldest first, as the bytes that are sent.
///
/// Bounded: when they take more bytes than allowed, the two oldest that were never sent are merged.
/// That costs time resolution and no sample. A snapshot that was sent once is in doubt (the
/// collector may have it), so it is only ever sent again as it is. Thread-safe.
///
/// Key relationship: snapshots cut = acknowledged + refused + waiting.
public final class Backlog {
  private record Entry(SnapshotFrame frame, boolean sent) {
    long cuts() {
      return frame.getLastSequence() - frame.getFirstSequence() + 1;
    }

    int bytes() {
      return frame.getSerializedSize();
    }
  }

  private final long maxBytes;
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);

  @GuardedBy("this")
  private final List<Entry> entries = new ArrayList<>();

  @GuardedBy("this")
  private CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private long acknowledged;

  @GuardedBy("this")
  private long refused;

  @GuardedBy("this")
  private long merges;

  @GuardedBy("this")
  private long attemptsDropped;

  /// Creates an empty backlog.
  ///
  /// @param maxBytes how much may wait; exceeded by the newest snapshot, by those in doubt, and by
  ///   what no merge could bring into one message
  public Backlog(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Takes a snapshot over, to be kept until it is acknowledged.
  public synchronized void add(IntervalSnapshot snapshot) {
    SnapshotFrame frame = SnapshotEncoder.encode(snapshot);
    attemptsDropped += attempts(snapshot) - attempts(frame);
    append(entries.size(), new Entry(frame, false));
    while (bytes > maxBytes && mergeOldest()) {
      merges++;
    }
  }

  private static long attempts(IntervalSnapshot snapshot) {
    return snapshot.subjects().stream().mapToLong(subject -> subject.attempts().size()).sum();
  }

  private static long attempts(SnapshotFrame frame) {
    return frame.getSubjectsList().stream().mapToLong(SubjectFrame::getAttemptsCount).sum();
  }

  @GuardedBy("this")
  private void append(int at, Entry entry) {
    entries.add(at, entry);
    bytes += entry.bytes();
  }

  @GuardedBy("this")
  private Entry take(int at) {
    Entry entry = entries.remove(at);
    bytes -= entry.bytes();
    return entry;
  }

  @GuardedBy("this")
  private boolean mergeOldest() {
    for (int at = firstUnsent(); at + 1 < entries.size(); at++) {
      IntervalSnapshot first = decoded(entries.get(at));
      SnapshotFrame both = SnapshotEncoder.encode(first.plus(decoded(entries.get(at + 1))));
      if (isDeliverable(both)) {
        long before = attempts(take(at).frame()) + attempts(take(at).frame());
        attemptsDropped += before - attempts(both);
        append(at, new Entry(both, false));
        return true;
      }
    }
    return false;
  }

  /// Two snapshots may be too much for one message.
  private boolean isDeliverable(SnapshotFrame frame) {
    try {
      return frame.getSerializedSize() <= FrameLimits.MESSAGE_BYTES
          && decoder.decode(frame).span().cuts() > 1;
    } catch (InvalidFrameException _) {
      return false;
    }
  }

  private IntervalSnapshot decoded(Entry entry) {
    try {
      return decoder.decode(entry.frame());
    } catch (InvalidFrameException e) {
      throw new IllegalStateException("a snapshot of ours cannot be read", e);
    }
  }

  @GuardedBy("this")
  private int firstUnsent() {
    int at = 0;
    while (at < entries.size() && entries.get(at).sent()) {
      at++;
    }
    return at;
  }

  /// The oldest snapshot that comes after sequence number `sequence`; it counts as sent from now
  /// on.
  public synchronized Optional<SnapshotFrame> takeForSending(long sequence) {
    for (int i = 0; i < entries.size(); i++) {
      SnapshotFrame frame = entries.get(i).frame();
      if (frame.getFirstSequence() > sequence) {
        entries.set(i, new Entry(frame, true));
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  /// The collector has everything up to `sequence`; it need not be kept any longer.
  public synchronized void acknowledge(long sequence) {
    while (!entries.isEmpty() && isCovered(entries.getFirst(), sequence)) {
      acknowledged += take(0).cuts();
    }
    tellIfEmpty();
  }

  /// Done as soon as nothing waits, now or later; completed by the thread that acknowledges.
  public synchronized CompletableFuture<@Nullable Void> whenEmpty() {
    empty = new CompletableFuture<>();
    tellIfEmpty();
    return empty;
  }

  @GuardedBy("this")
  private void tellIfEmpty() {
    if (entries.isEmpty()) {
      empty.complete(null);
    }
  }

  private static boolean isCovered(Entry entry, long sequence) {
    return entry.sent() && entry.frame().getLastSequence() <= sequence;
  }

  /// The collector will never take the oldest snapshot: it is given up, so that the next can
  /// follow.
  public synchronized void refuseOldest() {
    if (!entries.isEmpty() && entries.getFirst().sent()) {
      refused += take(0).cuts();
    }
    tellIfEmpty();
  }

  /// Cuts that the collector has.
  public synchronized long acknowledged() {
    return acknowledged;
  }

  /// Cuts that the collector refused for good.
  public synchronized long refused() {
    return refused;
  }

  /// Cuts that are kept here.
  public synchronized long waiting() {
    return entries.stream().mapToLong(Entry::cuts).sum();
  }

  /// How often two snapshots were merged for want of space.
  public synchronized long merges() {
    return merges;
  }

  /// Attempts that a snapshot told whole and a frame had no room for, or that a merge found others
  /// more telling than.
  public synchronized long attemptsDropped() {
    return attemptsDropped;
  }

  /// Bytes kept here.
  public synchronized long bytes() {
    return bytes;
  }
}
