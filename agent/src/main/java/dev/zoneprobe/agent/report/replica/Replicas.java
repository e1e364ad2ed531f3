// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The collectors in the order in which this agent prefers them, and which of them are left alone
/// for a while because they failed. Lives on one thread, but for its count.
public final class Replicas {
  private final Rendezvous rendezvous;
  private final Lookups lookups;
  private final Pace pace;
  private final Map<InetSocketAddress, Rest> rests = new HashMap<>();
  private List<Replica> known = List.of();
  private volatile List<InetSocketAddress> ranked = List.of();

  /// A replica that is left alone.
  ///
  /// @param shunned it does not let this agent in: asking it sooner would not help
  private record Rest(long sinceNanos, Duration lasts, boolean shunned) {}

  /// Knows no replica yet.
  ///
  /// @param zone of this agent, which replicas are shared out by
  public Replicas(String zone, Lookups lookups, Pace pace) {
    this.rendezvous = new Rendezvous(zone);
    this.lookups = lookups;
    this.pace = pace;
  }

  /// From now on there are those that were looked up last.
  public void refresh() {
    List<Replica> latest = lookups.latest();
    if (!latest.equals(known)) {
      known = latest;
      ranked = rendezvous.ranked(latest).stream().map(Replica::address).toList();
      rests.keySet().retainAll(new HashSet<>(ranked));
    }
  }

  /// The most preferred that is not left alone.
  public Optional<InetSocketAddress> best() {
    return available().findFirst();
  }

  /// The most preferred that is preferred to `address` and not left alone.
  public Optional<InetSocketAddress> betterThan(InetSocketAddress address) {
    return available().takeWhile(one -> isBetter(one, address)).findFirst();
  }

  /// Whether `one` is preferred to `other`. What does not exist any more is preferred to nothing.
  public boolean isBetter(InetSocketAddress one, InetSocketAddress other) {
    int at = ranked.indexOf(one);
    int otherAt = ranked.indexOf(other);
    return at >= 0 && (otherAt < 0 || at < otherAt);
  }

  /// The first after `last` that is not `address` and not left alone, and after the end the first
  /// of all.
  public Optional<InetSocketAddress> nextBeside(InetSocketAddress address, InetSocketAddress last) {
    int after = ranked.indexOf(last) + 1;
    return Stream.concat(
            ranked.subList(after, ranked.size()).stream(), ranked.subList(0, after).stream())
        .filter(one -> !one.equals(address) && !isResting(one))
        .findFirst();
  }

  private Stream<InetSocketAddress> available() {
    return ranked.stream().filter(one -> !isResting(one));
  }

  private boolean isResting(InetSocketAddress address) {
    return Optional.ofNullable(rests.get(address))
        .filter(rest -> !pace.hasPassed(rest.lasts, rest.sinceNanos))
        .isPresent();
  }

  /// `address` was well until now: it is tried again at once.
  public void wasWell(InetSocketAddress address) {
    rests.remove(address);
  }

  /// `address` failed: it is left alone, for longer each time.
  public void failed(InetSocketAddress address) {
    lookups.soon();
    rests.compute(
        address,
        (_, before) -> {
          Duration lasts = before == null ? pace.firstRest() : before.lasts.multipliedBy(2);
          return rest(lasts.compareTo(pace.longestRest()) < 0 ? lasts : pace.longestRest(), false);
        });
  }

  /// `address` does not let this agent in: it is left alone for long.
  public void shunned(InetSocketAddress address) {
    rests.put(address, rest(pace.longestRest(), true));
  }

  private Rest rest(Duration lasts, boolean shunned) {
    return new Rest(pace.clock().nanos(), lasts, shunned);
  }

  /// All that failed may be tried at once.
  public void hurry() {
    rests.values().removeIf(rest -> !rest.shunned);
  }

  /// What delivery goes by.
  public Pace pace() {
    return pace;
  }

  /// How many are known; for all threads.
  public int size() {
    return ranked.size();
  }
}
