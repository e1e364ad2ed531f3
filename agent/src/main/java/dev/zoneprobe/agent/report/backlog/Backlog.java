// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import com.google.protobuf.ByteString;
import dev.zoneprobe.agent.report.backlog.BacklogCounts.Abandonment;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots that no store has acknowledged, oldest first, as the bytes that are sent.
///
/// Bounded: when they take more bytes than allowed, the two oldest neighbours that were never sent
/// are merged, which costs time resolution and no sample. A snapshot in doubt stays as it is and
/// goes to its store alone (decision 0025); it is given up when that store was not met for a day,
/// or was away for a minute while such snapshots alone take more than allowed. So are the oldest of
/// those that no merge makes smaller, when they alone take more.
///
/// Lives on one thread; only its [#counts()] are for all.
public final class Backlog {
  /// A snapshot as it goes to one store.
  ///
  /// @param message a frame, serialized
  public record Parcel(Cuts cuts, ByteString message) {}

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final long GIVEN_UP_AFTER_NANOS = Duration.ofHours(24).toNanos();
  private static final long AWAY_AFTER_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_STORES = 100;

  private final Boot boot;
  private final Mirror mirror;
  private final long maxBytes;
  private final NanoClock clock;
  private final BacklogCounts counts = new BacklogCounts();
  private final Merging merging = new Merging(counts);
  private final List<Entry> entries = new ArrayList<>();

  /// What those of them take that are in doubt.
  private long bytesInDoubt;

  /// The last sequence number of this boot that a store acknowledged; the latest store comes last.
  private final Map<StoreId, Long> acknowledged = new LinkedHashMap<>();

  private CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();

  /// Creates a backlog that holds what was inherited. It takes that over one by one, within its
  /// bounds: a predecessor may have had more room.
  ///
  /// @param maxBytes how much memory what waits may take; exceeded by the newest snapshot, and
  ///   twice as much with those in doubt
  public Backlog(Inheritance inheritance, long maxBytes, NanoClock clock) {
    this.boot = inheritance.boot();
    this.mirror = inheritance.mirror();
    this.maxBytes = maxBytes;
    this.clock = clock;
    inheritance.left().handOver(this::inherit);
    fit();
  }

  private void inherit(Entry entry) {
    append(entry.metAt(clock.nanos()));
    counts.inherited.add(entry.cuts().count());
    if (counts.bytes() > maxBytes) {
      fit();
    }
  }

  /// Takes a snapshot over, to be kept until it is acknowledged. One that is too large for any
  /// collector is refused here: it would be in the way of all others for ever.
  public void add(IntervalSnapshot snapshot) {
    SnapshotFrame frame = merging.encoded(snapshot);
    if (Merging.isOneMessage(frame)) {
      append(Entry.unsent(boot, frame));
      fit();
    } else {
      counts.refused.add(snapshot.span().cuts());
      LOG.error(
          "a snapshot of {} bytes is larger than any message, its samples are lost:"
              + " shorten collector.interval, or probe less",
          frame.getSerializedSize());
    }
  }

  private void append(Entry entry) {
    entries.add(entry);
    counts.waiting.add(entry.cuts().count());
    counts.bytes.add(entry.bytes());
    if (!entry.isUnsent()) {
      inDoubt(entry);
    }
  }

  private void inDoubt(Entry entry) {
    counts.inDoubt.add(entry.cuts().count());
    bytesInDoubt += entry.bytes();
  }

  /// Brings the backlog within its bounds, and files up to date as far as they can be written.
  private void fit() {
    abandon(Abandonment.AGE, entry -> isAwayFor(GIVEN_UP_AFTER_NANOS, entry));
    boolean merged = true;
    while (merged && counts.bytes() > maxBytes) {
      merged = merging.mergeOldest(entries);
    }
    abandon(
        Abandonment.SPACE, entry -> bytesInDoubt > maxBytes && isAwayFor(AWAY_AFTER_NANOS, entry));
    abandon(
        Abandonment.SPACE,
        entry -> counts.bytes() - bytesInDoubt > maxBytes && isUnsentAndNotNewest(entry));
    mirror.keep(entries);
    counts.stranded.set(stranded());
  }

  private long stranded() {
    return entries.stream()
        .filter(entry -> isAwayFor(AWAY_AFTER_NANOS, entry))
        .mapToLong(entry -> entry.cuts().count())
        .sum();
  }

  private boolean isAwayFor(long nanos, Entry entry) {
    return !entry.isUnsent() && clock.nanos() - entry.metNanos() > nanos;
  }

  private boolean isUnsentAndNotNewest(Entry entry) {
    return entry.isUnsent() && !entry.cuts().equals(entries.getLast().cuts());
  }

  private void abandon(Abandonment why, Predicate<Entry> lost) {
    for (Entry entry : List.copyOf(entries)) {
      if (lost.test(entry)) {
        drop(entry);
        counts.abandonedFor(why).add(entry.cuts().count());
      }
    }
  }

  /// The oldest snapshot in doubt at `store`, without those that are under way to it now.
  public Optional<Parcel> nextInDoubt(StoreId store, Collection<Cuts> underWay) {
    return entries.stream()
        .filter(entry -> entry.isInDoubtAt(store) && !underWay.contains(entry.cuts()))
        .findFirst()
        .map(entry -> parcel(entry, store));
  }

  /// The oldest snapshot that no store has seen. From now on it is in doubt at `store`.
  public Optional<Parcel> nextUnsent(StoreId store) {
    Optional<Entry> oldest = entries.stream().filter(Entry::isUnsent).findFirst();
    Optional<Entry> marked =
        oldest.map(entry -> entry.inDoubtAt(store, clock.nanos())).filter(mirror::mark);
    marked.ifPresent(entry -> {
      entries.set(entries.indexOf(oldest.get()), entry);
      inDoubt(entry);
    });
    return marked.map(entry -> parcel(entry, store));
  }

  /// What lies between two snapshots of this boot may have gone to other stores: `follows` tells.
  /// Of earlier boots nothing is remembered.
  private Parcel parcel(Entry entry, StoreId store) {
    long follows = entry.cuts().boot().equals(boot) ? acknowledged.getOrDefault(store, 0L) : 0L;
    return new Parcel(entry.cuts(), entry.messageThatFollows(follows));
  }

  /// `store` has these cuts; they need not be kept any longer.
  public void acknowledge(StoreId store, Cuts cuts) {
    if (remove(store, cuts)) {
      counts.acknowledged.add(cuts.count());
      if (cuts.boot().equals(boot)) {
        remember(store, cuts.last());
      }
    }
  }

  private void remember(StoreId store, long sequence) {
    acknowledged.remove(store);
    acknowledged.put(store, sequence);
    if (acknowledged.size() > MOST_STORES) {
      acknowledged.remove(acknowledged.keySet().iterator().next());
    }
  }

  /// `store` will never take these cuts: they are given up, so that the next can follow.
  public void refuse(StoreId store, Cuts cuts) {
    if (remove(store, cuts)) {
      counts.refused.add(cuts.count());
    }
  }

  private boolean remove(StoreId store, Cuts cuts) {
    Optional<Entry> entry =
        entries.stream()
            .filter(one -> one.cuts().equals(cuts) && one.isInDoubtAt(store))
            .findFirst();
    entry.ifPresent(this::drop);
    return entry.isPresent();
  }

  private void drop(Entry entry) {
    entries.remove(entry);
    counts.waiting.add(-entry.cuts().count());
    if (!entry.isUnsent()) {
      counts.inDoubt.add(-entry.cuts().count());
      bytesInDoubt -= entry.bytes();
    }
    counts.bytes.add(-entry.bytes());
    merging.forget(entry.cuts());
    mirror.forget(entry.cuts());
    tellIfEmpty();
  }

  /// `store` is being spoken to: what is in doubt there is not given up yet.
  public void met(StoreId store) {
    entries.replaceAll(entry -> entry.isInDoubtAt(store) ? entry.metAt(clock.nanos()) : entry);
  }

  /// Whether nothing is in doubt at `store`.
  public boolean isSettledWith(StoreId store) {
    return entries.stream().noneMatch(entry -> entry.isInDoubtAt(store));
  }

  /// Whether anything is in doubt at a store other than `store`.
  public boolean isInDoubtElsewhere(StoreId store) {
    return entries.stream().anyMatch(entry -> !entry.isUnsent() && !entry.isInDoubtAt(store));
  }

  /// Done as soon as nothing waits, now or later; completed by the thread of this backlog.
  public CompletableFuture<@Nullable Void> whenEmpty() {
    empty = new CompletableFuture<>();
    tellIfEmpty();
    return empty;
  }

  private void tellIfEmpty() {
    if (entries.isEmpty()) {
      empty.complete(null);
    }
  }

  /// What has become of all cuts so far; for all threads.
  public BacklogCounts counts() {
    return counts;
  }
}
