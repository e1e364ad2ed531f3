// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.plausibility.Plausibility;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import dev.zoneprobe.wire.sum.FrameSum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How two snapshots become one that holds every sample of both. Lives on one thread.
///
/// A backlog is merged when memory is short, so histograms stay packed but for those of one
/// subject.
final class Merging {
  private static final Logger LOG = LoggerFactory.getLogger(Merging.class);

  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final BacklogCounts counts;

  /// Neighbours that cannot be one, which takes adding them up to find: the second of them by the
  /// first.
  private final Map<Cuts, Cuts> misfits = new HashMap<>();

  Merging(BacklogCounts counts) {
    this.counts = counts;
  }

  /// The frame of a new cut.
  SnapshotFrame encoded(IntervalSnapshot snapshot) {
    SnapshotFrame frame = SnapshotEncoder.encode(Plausibility.withNearAttempts(snapshot));
    long told = snapshot.subjects().stream().mapToLong(one -> one.attempts().size()).sum();
    counts.attemptsDropped.add(told - attempts(frame));
    return frame;
  }

  /// Merges the first two neighbours in `entries` that may be, in their place. Returns whether
  /// there are any.
  boolean mergeOldest(List<Entry> entries) {
    for (int at = 0; at + 1 < entries.size(); at++) {
      Entry first = entries.get(at);
      Optional<Entry> both = sum(first, entries.get(at + 1));
      if (both.isPresent()) {
        counts.bytes.add(both.get().bytes() - first.bytes() - entries.get(at + 1).bytes());
        counts.merges.increment();
        entries.set(at, both.get());
        forget(first.cuts());
        forget(entries.remove(at + 1).cuts());
        return true;
      }
    }
    return false;
  }

  /// The snapshot of `cuts` no longer waits as it did.
  void forget(Cuts cuts) {
    misfits.remove(cuts);
  }

  /// Only neighbours that no store has seen can be one; and even they may be too much for a
  /// message, or lie further apart than a collector believes, if the clock was set; or one of them
  /// cannot be read.
  private Optional<Entry> sum(Entry first, Entry next) {
    if (!first.isUnsent()
        || !next.isUnsent()
        || !first.cuts().isFollowedBy(next.cuts())
        || next.cuts().equals(misfits.get(first.cuts()))) {
      return Optional.empty();
    }
    List<SnapshotFrame> parts = List.of(first.frame(), next.frame());
    Optional<SnapshotFrame> sum = sum(parts).filter(this::isDeliverable);
    sum.ifPresentOrElse(
        both -> {
          counts.attemptsDropped.add(lost(Merging::attempts, parts, both));
          counts.peerAttemptsDropped.add(lost(Merging::attemptsOnPeers, parts, both));
        },
        () -> misfits.put(first.cuts(), next.cuts()));
    return sum.map(both -> Entry.unsent(first.cuts().boot(), both));
  }

  private Optional<SnapshotFrame> sum(List<SnapshotFrame> parts) {
    counts.sums.increment();
    try {
      return Optional.of(FrameSum.of(parts.getFirst(), parts.getLast()));
    } catch (IllegalArgumentException e) {
      LOG.debug(
          "snapshots {} and {} cannot be merged: {}",
          parts.getFirst().getFirstSequence(),
          parts.getLast().getFirstSequence(),
          e.toString());
      return Optional.empty();
    }
  }

  private static long lost(
      ToLongFunction<SnapshotFrame> count, List<SnapshotFrame> parts, SnapshotFrame both) {
    return parts.stream().mapToLong(count).sum() - count.applyAsLong(both);
  }

  private static long attemptsOnPeers(SnapshotFrame frame) {
    return frame.getPeersList().stream()
        .mapToLong(peer -> peer.getSuccesses() + peer.getFailures())
        .sum();
  }

  private static long attempts(SnapshotFrame frame) {
    return frame.getSubjectsList().stream().mapToLong(SubjectFrame::getAttemptsCount).sum();
  }

  /// Whether a collector's transport lets the frame in.
  static boolean isOneMessage(SnapshotFrame frame) {
    return frame.getSerializedSize() <= FrameLimits.MESSAGE_BYTES;
  }

  private boolean isDeliverable(SnapshotFrame frame) {
    try {
      Span span = decoder.besideSubjects(frame).span();
      return isOneMessage(frame) && span.cuts() > 1 && !Plausibility.isTooLong(span);
    } catch (InvalidFrameException _) {
      return false;
    }
  }
}
