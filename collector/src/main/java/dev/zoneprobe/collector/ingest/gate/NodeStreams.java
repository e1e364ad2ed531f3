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

  /// By node, the oldest first.
  @GuardedBy("this")
  private final Map<String, Deque<S>> open = new HashMap<>();

  /// Notes that `stream` is one of `node`'s; the node's oldest, if it is one too many, is returned
  /// and forgotten: the caller ends it.
  public synchronized Optional<S> add(String node, S stream) {
    Deque<S> streams = open.computeIfAbsent(node, _ -> new ArrayDeque<>());
    streams.add(stream);
    return streams.size() > MOST ? Optional.of(streams.removeFirst()) : Optional.empty();
  }

  /// Notes that `stream` has ended.
  public synchronized void remove(String node, S stream) {
    open.computeIfPresent(
        node,
        (_, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }
}
