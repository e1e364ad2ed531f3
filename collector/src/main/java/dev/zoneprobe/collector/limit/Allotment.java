// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Things of one kind, of which there may be only so many.
///
/// Of those that one node alone has reported there may be only a quarter as many, so that a node
/// that makes things up leaves room to the others. A thing that a second node reports is
/// everybody's from then on. Not thread-safe.
final class Allotment<T> {
  private static final int NODES_THAT_SHARE = 4;

  /// Who has reported a thing.
  private sealed interface Reporters {
    /// Somebody, before a restart.
    record Unknown() implements Reporters {}

    record One(String node) implements Reporters {}

    record Several() implements Reporters {}
  }

  private final int most;
  private final Limit ofAll;
  private final Limit ofOneNode;
  private final Map<T, Reporters> things = new HashMap<>();

  /// How many of the things one node alone has reported, by node.
  private final Map<String, Integer> alone = new HashMap<>();

  Allotment(int most, Limit ofAll, Limit ofOneNode) {
    this.most = most;
    this.ofAll = ofAll;
    this.ofOneNode = ofOneNode;
  }

  /// How many of `most` one node may bring.
  static int share(int most) {
    return Math.max(1, most / NODES_THAT_SHARE);
  }

  /// What keeps `node` from reporting all of `wanted`; empty if nothing does.
  Optional<Limit> obstacle(Collection<T> wanted, String node) {
    long added = wanted.stream().filter(thing -> !things.containsKey(thing)).count();
    if (added > 0 && things.size() + added > most) {
      return Optional.of(ofAll);
    }
    return added > 0 && alone.getOrDefault(node, 0) + added > share(most)
        ? Optional.of(ofOneNode)
        : Optional.empty();
  }

  /// Remembers that `node` reported `thing`, to which there is no obstacle.
  void take(T thing, String node) {
    switch (things.get(thing)) {
      case null -> claim(thing, node);
      case Reporters.Unknown() -> claim(thing, node);
      case Reporters.One(String first) when first.equals(node) -> {}
      case Reporters.One(String first) -> {
        things.put(thing, new Reporters.Several());
        giveBack(first);
      }
      case Reporters.Several() -> {}
    }
  }

  private void claim(T thing, String node) {
    things.put(thing, new Reporters.One(node));
    alone.merge(node, 1, Integer::sum);
  }

  private void giveBack(String node) {
    alone.computeIfPresent(node, (_, count) -> count == 1 ? null : count - 1);
  }

  /// Knows `thing` from before a restart: limits are for what is new.
  void restore(T thing) {
    things.putIfAbsent(thing, new Reporters.Unknown());
  }

  /// Forgets the things that `which` is true for.
  void forget(Predicate<T> which) {
    things
        .entrySet()
        .removeIf(entry -> {
          boolean goes = which.test(entry.getKey());
          if (goes && entry.getValue() instanceof Reporters.One(String node)) {
            giveBack(node);
          }
          return goes;
        });
  }

  boolean contains(T thing) {
    return things.containsKey(thing);
  }

  Stream<T> things() {
    return things.keySet().stream();
  }

  int size() {
    return things.size();
  }
}
