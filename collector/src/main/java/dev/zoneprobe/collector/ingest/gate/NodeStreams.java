// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The streams of one kind that each node has open: the two newest, so that one node cannot take
/// the threads and the memory of all.
///
/// Two, because an agent may start before its predecessor on the node has stopped, and because a
/// stream whose connection was cut may linger for a while. Streams are told apart by identity.
/// Thread-safe.
public final class NodeStreams<S> {
  private static final int MOST = 2;

  private record Open<S>(String boot, S stream) {}

  private final SharedNames names;

  /// By node, the oldest first.
  @GuardedBy("this")
  private final Map<String, Deque<Open<S>>> open = new HashMap<>();

  /// @param names told of each stream that gives way
  public NodeStreams(SharedNames names) {
    this.names = names;
  }

  /// Notes that `stream` is one of `node`'s, from its agent's `boot`; the node's oldest, if it is
  /// one too many, is returned and forgotten: the caller ends it.
  public Optional<S> add(String node, String boot, S stream) {
    Optional<Open<S>> oldest = put(node, new Open<>(boot, stream));
    oldest.ifPresent(one -> names.gaveWay(node, one.boot(), boot));
    return oldest.map(Open::stream);
  }

  private synchronized Optional<Open<S>> put(String node, Open<S> newest) {
    Deque<Open<S>> streams = open.computeIfAbsent(node, _ -> new ArrayDeque<>());
    streams.add(newest);
    return streams.size() > MOST ? Optional.of(streams.removeFirst()) : Optional.empty();
  }

  /// Notes that `stream` has ended.
  public synchronized void remove(String node, S stream) {
    open.computeIfPresent(
        node,
        (_, streams) -> {
          streams.removeIf(one -> one.stream().equals(stream));
          return streams.isEmpty() ? null : streams;
        });
  }
}
