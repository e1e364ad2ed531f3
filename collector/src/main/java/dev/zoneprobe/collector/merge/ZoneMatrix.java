// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.merge.bucket.CellBuckets;
import dev.zoneprobe.collector.merge.bucket.ClassicLadder;
import dev.zoneprobe.collector.merge.bucket.NativeSchema;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject.Owner;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All snapshots that were let in, added up route by route.
///
/// Sums only grow, and in which order snapshots came does not matter. It has no limits of its own:
/// what there is no room for is not let in. Thread-safe: one lock, `matrix`, held while what came
/// from one zone is added, while all totals are copied, and while the recent durations of one route
/// are.
public final class ZoneMatrix {
  private final MergeSettings settings;
  private final InstantSource clock;
  private final NativeSchema schema;
  private final CellBuckets buckets;
  private final Object matrix = new Object();

  @GuardedBy("matrix")
  private final Map<Route, RouteSum> routes = new TreeMap<>();

  @GuardedBy("matrix")
  private final TargetOwners owners = new TargetOwners();

  @GuardedBy("matrix")
  private long beyondWindow;

  @GuardedBy("matrix")
  private long clockAhead;

  /// @param clock tells the window's present
  public ZoneMatrix(MergeSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.schema = new NativeSchema(settings.schema());
    this.buckets = new CellBuckets(schema, new ClassicLadder(settings.bounds()));
  }

  /// The durations of one phase in the window, of all outcomes; attempts during which the agent
  /// itself was held up are left out. The reader owns them.
  public record Recent(
      Route route, Phase phase, Connection connection, LatencyHistogram durations) {}

  /// A target that somebody looks after.
  public record Owned(String target, Protocol protocol) implements Comparable<Owned> {
    private static final Comparator<Owned> ORDER =
        Comparator.comparing(Owned::target).thenComparing(Owned::protocol);

    @Override
    public int compareTo(Owned other) {
      return ORDER.compare(this, other);
    }
  }

  /// Who looks after a target, as a report said.
  ///
  /// @param reported when it came, by the clock of the collector that it came to
  public record OwnerReport(Owner owner, Instant reported) {
    private static final Comparator<OwnerReport> ORDER =
        Comparator.comparing(OwnerReport::reported).thenComparing(one -> one.owner().toString());

    /// The one of two that came later; of two that came at once the same one for whoever asks.
    public static OwnerReport later(OwnerReport one, OwnerReport other) {
      return ORDER.compare(one, other) > 0 ? one : other;
    }
  }

  /// The schema of the native buckets in all totals.
  public int schema() {
    return schema.number();
  }

  /// Adds counts and durations, and nothing else, of agents of `sourceZone` that ended at `end`, or
  /// in the same slot.
  public void add(String sourceZone, List<SubjectInterval> intervals, Instant end) {
    Instant now = clock.instant();
    long slot = slot(end.isAfter(now) ? now : end);
    synchronized (matrix) {
      for (SubjectInterval interval : intervals) {
        Route route = Route.of(sourceZone, interval.subject());
        RouteSum sum = routes.computeIfAbsent(route, _ -> new RouteSum(buckets));
        sum.addTotals(interval);
        sum.addRecent(interval, slot, slot(now));
      }
    }
  }

  /// Takes what is left of `snapshot` when its sums have been added: exemplars, owners, its clock.
  public void note(IntervalSnapshot snapshot) {
    Instant now = clock.instant();
    boolean ahead = snapshot.span().to().isAfter(now);
    long slot = slot(ahead ? now : snapshot.span().to());
    synchronized (matrix) {
      clockAhead += ahead ? 1 : 0;
      beyondWindow += SlidingDurations.isRecent(slot, slot(now)) ? 0 : 1;
      for (SubjectInterval interval : snapshot.subjects()) {
        owners.take(interval.subject(), now);
        RouteSum known = routes.get(Route.of(snapshot.source().zone(), interval.subject()));
        if (known != null) {
          known.exemplify(interval, snapshot.source().node(), now);
        }
      }
    }
  }

  /// Adds what agents of `sourceZone` had seen of a subject before a restart, except to what is
  /// recent.
  public void restore(String sourceZone, SubjectInterval interval) {
    Route route = Route.of(sourceZone, interval.subject());
    synchronized (matrix) {
      routes.computeIfAbsent(route, _ -> new RouteSum(buckets)).addTotals(interval);
    }
  }

  /// Adds to what is recent, and to nothing else, what agents of `sourceZone` had seen of a subject
  /// in a time before a restart that ended at `end`.
  public void restoreRecent(String sourceZone, SubjectInterval interval, Instant end) {
    Instant now = clock.instant();
    synchronized (matrix) {
      RouteSum known = routes.get(Route.of(sourceZone, interval.subject()));
      if (known != null) {
        known.addRecent(interval, slot(end.isAfter(now) ? now : end), slot(now));
      }
    }
  }

  /// Forgets all about these routes; one that comes back begins from zero.
  public void forget(Set<Route> silent) {
    synchronized (matrix) {
      routes.keySet().removeAll(silent);
      owners.retain(routes.keySet().stream().map(Route::target).collect(Collectors.toSet()));
    }
  }

  /// The sums of all routes at one moment, in the order of the routes.
  public List<RouteTotals> totals() {
    List<RouteTotals> totals = new ArrayList<>();
    synchronized (matrix) {
      routes.forEach((route, sum) -> totals.add(sum.totals(route)));
    }
    return totals;
  }

  /// What lies in the window, in the order of the routes. Each route is read at a moment of its
  /// own, so that adding up the window does not hold up snapshots for long.
  public List<Recent> recent() {
    List<Recent> all = new ArrayList<>();
    for (Route route : routes()) {
      synchronized (matrix) {
        RouteSum sum = routes.get(route);
        if (sum != null) {
          sum.forEachRecent(
              slot(clock.instant()),
              (what, durations) ->
                  all.add(new Recent(route, what.phase(), what.connection(), durations)));
        }
      }
    }
    return all;
  }

  private List<Route> routes() {
    synchronized (matrix) {
      return List.copyOf(routes.keySet());
    }
  }

  /// The ids of all attempts that exemplars point to. The reader owns the set.
  public Set<Long> exemplarIds() {
    synchronized (matrix) {
      return routes.values().stream()
          .flatMap(RouteSum::exemplars)
          .map(one -> one.exemplar().attemptId())
          .collect(Collectors.toSet());
    }
  }

  /// Who looks after which target, or that nobody does, as the last report about it said.
  public Map<Owned, OwnerReport> owners() {
    synchronized (matrix) {
      return owners.copy();
    }
  }

  /// Who looks after the targets that were reported in the last two hours: others may be reported
  /// to another collector by now, which is told more than this one.
  public Map<Owned, Owner> presentOwners() {
    Instant now = clock.instant();
    synchronized (matrix) {
      return owners.present(now);
    }
  }

  /// Which tenth of the window `moment` lies in, counted since 1970: what ended in the same one may
  /// be added up before it is added here.
  public long slot(Instant moment) {
    return SlidingDurations.slot(moment, settings.window());
  }

  /// Snapshots that had not ended yet by this host's clock; they count as if they just had.
  public long clockAhead() {
    synchronized (matrix) {
      return clockAhead;
    }
  }

  /// Snapshots that were too old for quantiles; they are in the totals.
  public long beyondWindow() {
    synchronized (matrix) {
      return beyondWindow;
    }
  }
}
