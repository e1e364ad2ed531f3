// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.wire.plausibility.Plausibility;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// All attempts since the last cut, by subject.
///
/// One lock covers recording and cutting, so an attempt is in exactly one snapshot with all of its
/// phases; durations are stamped before it is taken, so waiting for it measures nothing. A cut
/// swaps references under the lock. Thread-safe.
public final class LatencyLedger {
  private final Source source;
  private final InstantSource wallClock;

  @GuardedBy("this")
  private Map<Subject, SubjectPage> pages = new HashMap<>();

  @GuardedBy("this")
  private PeerPages peers = new PeerPages();

  /// In all intervals before the running one.
  @GuardedBy("this")
  private long leftOut;

  @GuardedBy("this")
  private Instant from;

  @GuardedBy("this")
  private long sequence;

  public LatencyLedger(Source source, InstantSource wallClock) {
    this.source = source;
    this.wallClock = wallClock;
    this.from = wallClock.instant();
  }

  /// Records an attempt that has ended.
  public synchronized void record(Attempt attempt) {
    page(attempt.subject()).record(attempt);
    peers.record(attempt);
  }

  /// Counts a due moment at which no attempt could begin.
  public synchronized void skipped(Subject subject, SkipReason reason) {
    page(subject).skipped(reason);
  }

  @GuardedBy("this")
  private SubjectPage page(Subject subject) {
    return pages.computeIfAbsent(subject, SubjectPage::new);
  }

  /// As [#cut()], telling `condition`, which is asked first: if that fails, nothing has been taken,
  /// and the interval goes on.
  public IntervalSnapshot cut(Supplier<Condition> condition) {
    Condition now = condition.get();
    return cut().telling(now);
  }

  /// Takes everything recorded since the last cut as the next numbered snapshot, and starts a new
  /// interval. The caller owns what it gets. Sequence numbers start at 1 and leave no gap.
  public IntervalSnapshot cut() {
    Map<Subject, SubjectPage> full;
    PeerPages probed;
    Span span;
    synchronized (this) {
      full = pages;
      pages = new HashMap<>();
      probed = peers;
      peers = new PeerPages();
      leftOut += probed.leftOut();
      Instant now = wallClock.instant();
      sequence++;
      span = spanUntil(now);
      from = now;
    }
    return new IntervalSnapshot(
        source, span, full.values().stream().map(SubjectPage::close).toList(), probed.close());
  }

  /// Where the clock was set meanwhile, the interval is at what is now the time; a collector
  /// believes no other.
  @GuardedBy("this")
  private Span spanUntil(Instant now) {
    Span span = new Span(sequence, sequence, from, now.isBefore(from) ? from : now);
    return Plausibility.isTooLong(span) ? new Span(sequence, sequence, now, now) : span;
  }

  /// Attempts on peers that are in no sum of their node, because an interval had too many nodes.
  public synchronized long leftOut() {
    return leftOut + peers.leftOut();
  }

  /// How many snapshots have been cut.
  public synchronized long cuts() {
    return sequence;
  }
}
