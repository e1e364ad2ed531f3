// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.merge.Route;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reserves room for what snapshots bring, before they are made durable, and takes out of them what
/// there is no room for.
///
/// A route that is new needs room for itself, its zones and its target, or is left out whole. Of a
/// route that is known, only those series are left out that are new and do not fit: what is known
/// goes on, whatever the limits are. Thread-safe: one lock, `known`, held for one snapshot.
public final class SeriesLimits {
  private final LimitSettings settings;
  private final Object known = new Object();

  @GuardedBy("known")
  private final Room room;

  @GuardedBy("known")
  private final Refusals refused = new Refusals();

  @GuardedBy("known")
  private long forgotten;

  public SeriesLimits(LimitSettings settings) {
    this.settings = settings;
    room = new Room(settings);
  }

  /// Reserves room for `snapshot`, and returns what of it there is room for.
  public AdmittedPart admit(IntervalSnapshot snapshot) {
    List<SubjectInterval> fitting = new ArrayList<>(snapshot.subjects().size());
    Refusals refusals = new Refusals();
    synchronized (known) {
      for (SubjectInterval interval : snapshot.subjects()) {
        admit(snapshot.source(), interval, refusals).ifPresent(fitting::add);
      }
      refused.add(refusals);
    }
    return new AdmittedPart(
        snapshot.with(fitting), refusals.series(), refusals.first().map(settings::told));
  }

  @GuardedBy("known")
  private Optional<SubjectInterval> admit(
      Source source, SubjectInterval interval, Refusals refusals) {
    Route route = Route.of(source.zone(), interval.subject());
    Optional<Limit> obstacle = room.obstacle(route, source.node());
    if (obstacle.isPresent()) {
      refusals.refuse(obstacle.get(), interval.series().size());
      refusals.refuseAttempts(interval.counts().ended());
      return Optional.empty();
    }
    room.take(route, source.node());
    return Optional.of(admit(route, interval, source.node(), refusals));
  }

  @GuardedBy("known")
  private SubjectInterval admit(
      Route route, SubjectInterval interval, String node, Refusals refusals) {
    Map<Slice, Series> left = new HashMap<>(interval.series());
    for (Slice slice : interval.series().keySet()) {
      Optional<Limit> obstacle = room.obstacle(route, slice, node);
      if (obstacle.isPresent()) {
        refusals.refuse(obstacle.get(), 1);
        left.remove(slice);
      } else {
        room.take(route, slice, node);
      }
    }
    return new SubjectInterval(interval.subject(), interval.counts(), left, interval.attempts());
  }

  /// Knows what agents of `sourceZone` had reported before a restart, whatever the limits are now.
  public void restore(String sourceZone, SubjectInterval interval) {
    synchronized (known) {
      room.restore(Route.of(sourceZone, interval.subject()), interval.series().keySet());
    }
  }

  /// Gives back the room of routes that are kept no longer.
  public void forget(Set<Route> routes) {
    synchronized (known) {
      room.forget(routes);
      forgotten += routes.size();
    }
  }

  /// How many zones are known.
  public int zones() {
    synchronized (known) {
      return room.zones();
    }
  }

  /// How many targets are known.
  public int targets() {
    synchronized (known) {
      return room.targets();
    }
  }

  /// How many series are known, each route counted as one more.
  public int series() {
    synchronized (known) {
      return room.series();
    }
  }

  /// How many series `limit` refused, once for each snapshot that they were in.
  public long refused(Limit limit) {
    synchronized (known) {
      return refused.series(limit);
    }
  }

  /// Attempts that were not even counted, because their route was refused.
  public long refusedAttempts() {
    synchronized (known) {
      return refused.attempts();
    }
  }

  /// Routes that were forgotten because nobody reported them any more.
  public long forgotten() {
    synchronized (known) {
      return forgotten;
    }
  }
}
